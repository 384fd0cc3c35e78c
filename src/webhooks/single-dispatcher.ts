import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ObjectKeepsChangingError } from '../common/errors.js';
import type { EventContext } from '../database/event-context.js';
import { inTransaction } from '../database/in-transaction.js';
import { isNotConnected } from '../stripe/refusal.js';
import type { ObjectRef } from '../stripe/needs-reread.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { Verdict } from '../stripe/verdict.js';
import { EventAttempt } from './event-attempt.js';
import { DueEventsRepository, type ClaimedEvent, type FailedEvent } from './due-events.repository.js';
import { EventLogRepository } from './event-log.repository.js';
import { endJob, inJobs, inReread } from './job-spans.js';
import { causeOf, RereadsNeeded } from './side-by-side.js';
import { isThinType } from './thin-event.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/** Reads for one attempt. Each further one means that yet another event of the object came during the read. */
const MOST_READS = 5;

/** Settles events that failed before, or that left their batch, each in a transaction of its own, with reads from Stripe. */
@Injectable()
export class SingleDispatcher {
  /** Events that a lane of this process has in hand: while it waits for Stripe, no row is locked. */
  private readonly inHand = new Set<string>();
  /**
   * Whether one of them was in hand when a process died, or is looked for: beside the one that kills, another one would be
   * counted out with it, death by death.
   */
  private isSuspecting = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly events: DueEventsRepository,
    private readonly log: EventLogRepository,
    private readonly claims: WorkerClaimsRepository,
    private readonly attempt: EventAttempt,
    private readonly gateway: StripeGateway,
  ) {}

  /** @returns whether there was one. */
  async dispatch(): Promise<boolean> {
    const due = await this.nextDue();
    if (!due) return false;
    this.inHand.add(due.logId);
    try {
      await this.dispatchOne(due.logId);
    } finally {
      this.inHand.delete(due.logId);
      if (due.isSuspect) this.isSuspecting = false;
    }
    return true;
  }

  private async nextDue(): Promise<FailedEvent | undefined> {
    const mayBeSuspect = !this.isSuspecting;
    this.isSuspecting = true;
    let due: FailedEvent | undefined;
    try {
      return (due = await this.events.dueFailed([...this.inHand], mayBeSuspect));
    } finally {
      if (mayBeSuspect && !due?.isSuspect) this.isSuspecting = false;
    }
  }

  private async dispatchOne(logId: string): Promise<void> {
    const context = this.attempt.newContext();
    const began = performance.now();
    let claimed: ClaimedEvent | undefined;
    for (let reads = 0; ; reads += 1) {
      const note = randomUUID();
      try {
        const verdicts = await inTransaction(this.dataSource, async (tx): Promise<Map<ClaimedEvent, Verdict>> => {
          const event = (claimed = await this.events.claimOne(tx, logId));
          return event ? inJobs([event], () => this.attempt.settle(tx, note, [event], context, reads)) : new Map();
        });
        return this.attempt.report(verdicts, began, reads);
      } catch (error) {
        if (!claimed) throw error;
        await this.claims.forget(note);
        const [wanted] = error instanceof RereadsNeeded ? error.waiting : [];
        const event = claimed;
        const read = wanted && inReread(event, () => this.reread(wanted.ref, event, context, reads));
        const failure = read ? await read : causeOf(error);
        if (failure !== null) return this.attempt.fail(event, failure, began);
        endJob(event, { 'countinghouse.deferred': 'reread' });
      }
    }
  }

  /** @returns null when the read succeeded and the attempt may run again, else why it may not. */
  private async reread(ref: ObjectRef, event: ClaimedEvent, context: EventContext, reads: number): Promise<unknown> {
    if (reads >= MOST_READS) return new ObjectKeepsChangingError();
    try {
      const startedAt = await this.log.now();
      context.hold(ref, { ...(await this.gateway.read(ref, event.apiVersion)), startedAt });
      return null;
    } catch (error) {
      // What belongs to an account that has left can be read no more: a tie then ends as it does without a key.
      if (!isNotConnected(error) || isThinType(event.type)) return error;
      context.hold(ref, { object: null, isRefused: true, readAt: event.receivedAt, startedAt: await this.log.now() });
      return null;
    }
  }
}
