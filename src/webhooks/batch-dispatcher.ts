import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../database/in-transaction.js';
import type { Verdict } from '../stripe/verdict.js';
import { BatchSize } from './batch-size.js';
import { EventAttempt } from './event-attempt.js';
import { DueEventsRepository, type ClaimedEvent, type Share } from './due-events.repository.js';
import { EventLogRepository } from './event-log.repository.js';
import { endJob, inJobs } from './job-spans.js';
import { Rereads } from './rereads.js';
import { causeOf, HandlersFailed, RereadsNeeded } from './side-by-side.js';
import { WorkerClaimsRepository } from './worker-claims.repository.js';

/** What became of a batch. */
export interface Batch {
  /** A full one may not have been the last. */
  readonly size: 'none' | 'some' | 'full';
  /** Whether some of its events left it, to run alone. */
  readonly leftOver: boolean;
}

/**
 * Settles events that were never tried, many in one transaction, each exactly once, with the rows they change. When a
 * batch fails, those at fault leave it for the lanes where each runs alone, and the others come with the next one.
 */
@Injectable()
export class BatchDispatcher {
  private readonly size = new BatchSize();

  constructor(
    private readonly dataSource: DataSource,
    private readonly events: DueEventsRepository,
    private readonly log: EventLogRepository,
    private readonly claims: WorkerClaimsRepository,
    private readonly rereads: Rereads,
    private readonly attempt: EventAttempt,
  ) {}

  async dispatch(share: Share): Promise<Batch> {
    const began = performance.now();
    const note = randomUUID();
    const most = this.size.next;
    let due: ClaimedEvent[] = [];
    let claimed: ClaimedEvent[] = [];
    let leftOver = false;
    try {
      const verdicts = await inTransaction(this.dataSource, async (tx) => {
        due = await this.events.claimFresh(tx, most, share);
        claimed = await this.putOff(tx, due);
        if (claimed.length === 0) return new Map<ClaimedEvent, Verdict>();
        return inJobs(claimed, () => this.attempt.settle(tx, note, claimed, this.attempt.newContext(), 0));
      });
      this.attempt.report(verdicts, began, 0);
      leftOver = verdicts.size < due.length;
    } catch (error) {
      if (claimed.length === 0) throw error;
      leftOver = true;
      await this.claims.forget(note);
      await this.sortOut(claimed, error, began);
    }
    this.size.note(claimed.length, performance.now() - began);
    return { size: due.length === 0 ? 'none' : due.length < most ? 'some' : 'full', leftOver };
  }

  /** Leaves what has to be read from Stripe first to the lanes that may wait. @returns the others. */
  private async putOff(tx: EntityManager, due: readonly ClaimedEvent[]): Promise<ClaimedEvent[]> {
    const waiting = due.filter((event) => this.rereads.isExpected(event));
    if (waiting.length > 0) await this.log.defer(idsOf(waiting), 'reread', tx);
    return due.filter((event) => !waiting.includes(event));
  }

  private async sortOut(claimed: readonly ClaimedEvent[], error: unknown, began: number): Promise<void> {
    const [event] = claimed;
    const waiting = error instanceof RereadsNeeded ? error.waiting.map(({ event: one }) => one) : [];
    if (waiting.length > 0) return this.defer(waiting, 'reread');
    if (event && claimed.length === 1) return this.attempt.fail(event, causeOf(error), began);
    return this.defer(error instanceof HandlersFailed ? error.suspects : claimed, 'batch');
  }

  private async defer(events: readonly ClaimedEvent[], why: 'reread' | 'batch'): Promise<void> {
    for (const event of events) endJob(event, { 'countinghouse.deferred': why });
    await this.log.defer(idsOf(events), why);
  }
}

const idsOf = (events: readonly ClaimedEvent[]): string[] => events.map(({ logId }) => logId);
