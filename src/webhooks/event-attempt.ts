import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { CountinghouseError } from '../common/errors.js';
import { DerivedState } from '../database/derived-state.js';
import { bindContext, EventContext } from '../database/event-context.js';
import { onCommit } from '../database/in-transaction.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { Verdict } from '../stripe/verdict.js';
import { traceIdOf } from '../tracing/spans.js';
import { EventHandling } from './event-handling.js';
import type { ClaimedEvent } from './due-events.repository.js';
import { EventLogRepository } from './event-log.repository.js';
import { EventMetrics } from './event.metrics.js';
import { endJob } from './job-spans.js';
import { classify, nextDelay } from './retry-policy.js';
import { settlementOf, type Settlement } from './settlement.js';
import { sideBySide } from './side-by-side.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/** One attempt at events that a transaction has claimed, and what the log is told of its outcome. */
@Injectable()
export class EventAttempt {
  constructor(
    private readonly log: EventLogRepository,
    private readonly claims: WorkerClaimsRepository,
    private readonly handling: EventHandling,
    private readonly derived: DerivedState,
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
    private readonly metrics: EventMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventAttempt.name);
  }

  newContext(): EventContext {
    return new EventContext(this.gateway.available, (type) => this.registry.ownerOf(type) !== undefined);
  }

  /**
   * Handlers, then what derives from their rows, then all verdicts: one transaction.
   *
   * @param note id of the note that says what this process holds; forget it after a rollback.
   * @returns the verdicts on the first events, as many as there was room for in memory.
   */
  async settle(
    tx: EntityManager,
    note: string,
    claimed: readonly ClaimedEvent[],
    context: EventContext,
    rereads: number,
  ): Promise<Map<ClaimedEvent, Verdict>> {
    const claimedAt = performance.now();
    bindContext(tx, context);
    const held = await this.handling.hold(claimed, tx);
    await this.claims.note(
      tx,
      note,
      held.map(({ logId }) => logId),
    );
    const verdicts = await sideBySide(held, (event) => this.handling.handle(event, tx));
    await this.derived.recompute(tx);
    const settlements = [...verdicts].map(([event, verdict]): [ClaimedEvent, Settlement] => [
      event,
      settlementOf(event.logId, verdict, rereads),
    ]);
    await this.log.settle(
      tx,
      settlements.map(([, settlement]) => settlement),
    );
    onCommit(tx, () => {
      for (const [event, settlement] of settlements) this.metrics.settled(event, settlement, claimedAt);
    });
    return verdicts;
  }

  /** Says of events whose transaction has committed what became of them. */
  report(verdicts: ReadonlyMap<ClaimedEvent, Verdict>, began: number, rereads: number): void {
    for (const [event, verdict] of verdicts) {
      const line = { ...identity(event, began), ...verdict, attempt: event.retryCount + 1, rereads };
      this.logger.info(line, 'event settled');
      endJob(event, { 'countinghouse.verdict': verdict.verdict, 'countinghouse.reads': rereads });
    }
  }

  /** Notes that the attempt at an event failed, and when the next one is due. */
  async fail(event: ClaimedEvent, error: unknown, began: number): Promise<void> {
    const errorClass = classify(error);
    const failures = event.retryCount + 1;
    const retryAfter = error instanceof CountinghouseError ? error.retryAfter : undefined;
    const delay = nextDelay(errorClass, failures, retryAfter, Math.random());
    endJob(event, { 'countinghouse.retry_in_ms': delay ?? undefined }, errorClass);
    const message = describeError(error);
    if (!(await this.log.fail({ logId: event.logId, failures, errorClass, message, delay }))) return;
    this.metrics.failed(event.type, errorClass, delay === null ? 'dead' : 'failed');
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
}

/** @param began on the clock of `performance.now()`. */
const identity = (event: ClaimedEvent, began: number) => ({
  event: event.id,
  type: event.type,
  object: event.objectKey,
  account: event.account || undefined,
  durationMs: Math.round(performance.now() - began),
  trace_id: traceIdOf(event.traceparent),
});
