import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { CountinghouseError, ObjectKeepsChangingError } from '../common/errors.js';
import { DerivedState } from '../database/derived-state.js';
import { bindContext, EventContext } from '../database/event-context.js';
import { inTransaction } from '../database/in-transaction.js';
import type { ObjectRef } from '../stripe/needs-reread.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { Verdict } from '../stripe/verdict.js';
import { EventHandling } from './event-handling.js';
import { EventLogRepository, type ClaimedEvent, type Share } from './event-log.repository.js';
import { classify, nextDelay } from './retry-policy.js';
import { settlementOf } from './settlement.js';
import { HandlersFailed, RereadsNeeded, sideBySide } from './side-by-side.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/** Events a transaction; more save little and hold their rows longer. */
const BATCH = 200;
/** Reads for one attempt. Each further one means that yet another event of the object came during the read. */
const MOST_READS = 5;

/** What became of a batch. */
export interface Batch {
  /** A full one may not have been the last. */
  readonly size: 'none' | 'some' | 'full';
  /** Whether some of its events failed, or wait for Stripe. */
  readonly leftOver: boolean;
}

/** Takes due events out of the log and settles them, each exactly once, with the rows they change. */
@Injectable()
export class EventDispatcher {
  /** Events that a lane of this process has in hand alone: while it waits for Stripe, no row is locked. */
  private readonly alone = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly log: EventLogRepository,
    private readonly claims: WorkerClaimsRepository,
    private readonly handling: EventHandling,
    private readonly derived: DerivedState,
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventDispatcher.name);
  }

  /** Settles a batch of events that were never tried. When it fails, those at fault run alone, the others in the next. */
  async dispatchFresh(share: Share): Promise<Batch> {
    let claimed: ClaimedEvent[] = [];
    const began = performance.now();
    const note = randomUUID();
    let leftOver = false;
    try {
      const verdicts = await inTransaction(this.dataSource, async (tx) => {
        claimed = await this.log.claimFresh(tx, BATCH, share);
        return claimed.length > 0 ? this.settleAll(tx, note, claimed, this.newContext(), 0) : [];
      });
      verdicts.forEach((verdict, i) => this.report(claimed[i], verdict, began, 0));
    } catch (error) {
      const [event] = claimed;
      if (!event) throw error;
      leftOver = true;
      await this.claims.forget(note);
      if (error instanceof RereadsNeeded) await this.log.defer(error.waiting.map(({ event: { logId } }) => logId));
      else if (claimed.length === 1) await this.fail(event, causeOf(error), began);
      else
        for (const { logId } of error instanceof HandlersFailed ? error.suspects : claimed)
          await this.dispatchAlone(logId, 0);
    }
    return { size: claimed.length === 0 ? 'none' : claimed.length < BATCH ? 'some' : 'full', leftOver };
  }

  /** Takes one event that failed before, or waits for Stripe, through an attempt of its own. @returns whether there was one. */
  async dispatchFailed(): Promise<boolean> {
    const logId = await this.log.dueFailed([...this.alone]);
    if (logId === undefined) return false;
    this.alone.add(logId);
    try {
      await this.dispatchAlone(logId, MOST_READS);
    } finally {
      this.alone.delete(logId);
    }
    return true;
  }

  /** @param mostReads 0 leaves what Stripe has to be asked for to the lanes that may wait. */
  private async dispatchAlone(logId: string, mostReads: number): Promise<void> {
    const context = this.newContext();
    const began = performance.now();
    let claimed: ClaimedEvent | undefined;
    for (let reads = 0; ; reads += 1) {
      const note = randomUUID();
      try {
        const [verdict] = await inTransaction(this.dataSource, async (tx) => {
          claimed = await this.log.claimOne(tx, logId);
          return claimed ? this.settleAll(tx, note, [claimed], context, reads) : [];
        });
        if (verdict) this.report(claimed, verdict, began, reads);
        return;
      } catch (error) {
        if (!claimed) throw error;
        await this.claims.forget(note);
        const [wanted] = error instanceof RereadsNeeded ? error.waiting : [];
        if (wanted && mostReads === 0) return this.log.defer([logId]);
        const failure = wanted ? await this.reread(wanted.ref, claimed, context, reads) : causeOf(error);
        if (failure !== null) return this.fail(claimed, failure, began);
      }
    }
  }

  /** Handlers, then what derives from their rows, then all verdicts: one transaction. */
  private async settleAll(
    tx: EntityManager,
    note: string,
    claimed: readonly ClaimedEvent[],
    context: EventContext,
    rereads: number,
  ): Promise<Verdict[]> {
    bindContext(tx, context);
    await this.claims.note(
      tx,
      note,
      claimed.map(({ logId }) => logId),
    );
    await this.handling.hold(claimed, tx);
    const verdicts = await sideBySide(claimed, (event) => this.handling.handle(event, tx));
    await this.derived.recompute(tx);
    await this.log.settle(
      tx,
      claimed.map(({ logId }, i) => settlementOf(logId, verdicts[i], rereads)),
    );
    return verdicts;
  }

  /** @returns null when the read succeeded and the attempt may run again, else why it may not. */
  private async reread(ref: ObjectRef, event: ClaimedEvent, context: EventContext, reads: number): Promise<unknown> {
    if (reads >= MOST_READS) return new ObjectKeepsChangingError();
    try {
      const startedAt = await this.log.now();
      context.hold(ref, { ...(await this.gateway.read(ref, event.apiVersion)), startedAt });
      return null;
    } catch (error) {
      return error;
    }
  }

  private async fail(event: ClaimedEvent, error: unknown, began: number): Promise<void> {
    const errorClass = classify(error);
    const failures = event.retryCount + 1;
    const retryAfter = error instanceof CountinghouseError ? error.retryAfter : undefined;
    const delay = nextDelay(errorClass, failures, retryAfter, Math.random());
    const message = describeError(error);
    if (!(await this.log.fail({ logId: event.logId, failures, errorClass, message, delay }))) return;
    const line = {
      ...identity(event, began),
      verdict: 'failed',
      errorClass,
      attempt: failures,
      delay,
      reason: message,
    };
    if (delay === null) this.logger.error(line, 'event is dead');
    else this.logger.warn(line, 'event failed');
  }

  private report(event: ClaimedEvent | undefined, verdict: Verdict, began: number, rereads: number): void {
    if (event) {
      this.logger.info(
        { ...identity(event, began), ...verdict, attempt: event.retryCount + 1, rereads },
        'event settled',
      );
    }
  }

  private newContext(): EventContext {
    return new EventContext(this.gateway.available, (type) => this.registry.ownerOf(type) !== undefined);
  }
}

const causeOf = (error: unknown): unknown => (error instanceof HandlersFailed ? error.cause : error);

const identity = (event: ClaimedEvent, began: number) => ({
  event: event.id,
  type: event.type,
  object: event.objectKey,
  account: event.account || undefined,
  durationMs: Math.round(performance.now() - began),
});
