import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as rest } from 'node:timers/promises';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { Lanes } from '../common/lanes.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { BatchDispatcher } from './batch-dispatcher.js';
import { IngestLoad } from './ingest-load.js';
import { DueEventsRepository, type Share } from './due-events.repository.js';
import { SingleDispatcher } from './single-dispatcher.js';

/**
 * Batches in work at once, each with a database connection of its own (and one more to note what it holds): one computes
 * while PostgreSQL works for the other. Events of one object come together, so each lane has objects of its own; two
 * that took what comes would wait for each other's rows. A power of two.
 */
const FRESH_LANES = 2;
/**
 * Milliseconds of rest after a batch that was not full: as long as the batch took, within these limits. So the next one
 * carries more events, which share its statements. An event that comes alone is settled at once.
 */
const SHORTEST_REST = 20;
const LONGEST_REST = 500;
/**
 * While webhooks wait for their commit, a lane rests so many times as long as its batch took, or so many milliseconds:
 * what is committed can wait, Stripe cannot. When the rush is over, so is the rest.
 */
const RUSH_REST = 4;
const LONGEST_RUSH_REST = 2_000;
/** Events that failed before, or wait for Stripe: never in the way of the others. */
const FAILED_LANES = 2;
/** A timer longer than this is not needed: the sweep comes by. Milliseconds. */
const LONGEST_TIMER = 60_000;
/** Milliseconds until an event is looked for again that fell due just now, or that another lane has in hand. */
const LOOK_AGAIN = 100;
/** Milliseconds that a shutdown waits for transactions under way. */
const STOP_LIMIT = 8_000;

/** Drains the log of due events whenever somebody wakes it. */
@Injectable()
export class EventWorker implements BeforeApplicationShutdown {
  private readonly fresh: readonly Lanes[];
  private readonly failed: Lanes;
  private timer: NodeJS.Timeout | undefined;
  /** Counts the times that the next attempt was asked for. */
  private plan = 0;

  constructor(
    private readonly batches: BatchDispatcher,
    private readonly singles: SingleDispatcher,
    private readonly events: DueEventsRepository,
    private readonly outbox: OutboxRunner,
    private readonly load: IngestLoad,
    logger: PinoLogger,
  ) {
    logger.setContext(EventWorker.name);
    const wait = (error: unknown) => logger.warn({ reason: describeError(error) }, 'events wait in the log');
    const shares = Array.from({ length: FRESH_LANES }, (_, number) => ({ of: FRESH_LANES, number }));
    this.fresh = shares.map((share) => new Lanes(1, () => this.dispatchFresh(share), wait));
    this.failed = new Lanes(FAILED_LANES, () => this.dispatchFailed(), wait);
  }

  /** Returns at once; what is due is settled in the background. */
  wake(): void {
    for (const lane of [...this.fresh, this.failed]) lane.wake();
  }

  /** The same for events that were just received. Nobody waits for it: under a steady load a lane is never idle. */
  wakeFresh(): void {
    for (const lane of this.fresh) lane.wake();
  }

  /** Finishes the transactions under way and takes nothing more. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    const lanes = [...this.fresh, this.failed];
    await Promise.all([...lanes.map((lane) => lane.stop(STOP_LIMIT)), this.outbox.stop()]);
    clearTimeout(this.timer);
  }

  private async dispatchFresh(share: Share): Promise<boolean> {
    const began = performance.now();
    const { size, leftOver } = await this.batches.dispatch(share);
    this.outbox.wake();
    if (leftOver) this.failed.wake();
    if (size === 'none') await this.planNext();
    const took = performance.now() - began;
    if (this.load.isRush) await this.load.calm(Math.min(took * RUSH_REST, LONGEST_RUSH_REST));
    else if (size === 'some') await rest(Math.min(Math.max(took, SHORTEST_REST), LONGEST_REST));
    return size === 'full' || leftOver; // what shared the batch with those left over is still due
  }

  private async dispatchFailed(): Promise<boolean> {
    const any = await this.singles.dispatch();
    if (any) this.outbox.wake();
    else await this.planNext();
    return any;
  }

  /** A retry is not left to the sweep: it comes when it is due. */
  private async planNext(): Promise<void> {
    const plan = (this.plan += 1);
    const delay = await this.events.nextAttemptIn();
    if (plan !== this.plan) return; // asked again meanwhile: this answer is older
    clearTimeout(this.timer);
    if (delay === null || delay > LONGEST_TIMER) return;
    this.timer = setTimeout(() => this.wake(), delay > 0 ? Math.max(delay, 10) : LOOK_AGAIN);
    this.timer.unref();
  }
}
