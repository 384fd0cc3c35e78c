import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { Lanes } from '../common/lanes.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { EventDispatcher } from './event-dispatcher.js';
import { EventLogRepository } from './event-log.repository.js';

/** Batches in work at once, each with a database connection of its own (and one more to note what it holds). */
const FRESH_LANES = 2;
/** Events that failed before, or wait for Stripe: never in the way of the others. */
const FAILED_LANES = 2;
/** A timer longer than this is not needed: the sweep comes by. Milliseconds. */
const LONGEST_TIMER = 60_000;
/** Milliseconds that a shutdown waits for transactions under way. */
const STOP_LIMIT = 8_000;

/** Drains the log of due events whenever somebody wakes it. */
@Injectable()
export class EventWorker implements BeforeApplicationShutdown {
  private readonly fresh: Lanes;
  private readonly failed: Lanes;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dispatcher: EventDispatcher,
    private readonly log: EventLogRepository,
    private readonly outbox: OutboxRunner,
    logger: PinoLogger,
  ) {
    logger.setContext(EventWorker.name);
    const wait = (error: unknown) => logger.warn({ reason: describeError(error) }, 'events wait in the log');
    this.fresh = new Lanes(FRESH_LANES, () => this.dispatchFresh(), wait);
    this.failed = new Lanes(FAILED_LANES, () => this.dispatchFailed(), wait);
  }

  /** Returns at once; what is due is settled in the background. */
  wake(): void {
    this.fresh.wake();
    this.failed.wake();
  }

  /** Resolves when no event is left that is due and was never tried. */
  work(): Promise<void> {
    this.wake();
    return this.fresh.idle();
  }

  /** Finishes the transactions under way and takes nothing more. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await Promise.all([this.fresh.stop(STOP_LIMIT), this.failed.stop(STOP_LIMIT), this.outbox.stop()]);
    clearTimeout(this.timer);
  }

  private async dispatchFresh(): Promise<boolean> {
    const any = await this.dispatcher.dispatchFresh();
    this.outbox.wake();
    if (any) this.failed.wake();
    else await this.planNext();
    return any;
  }

  private async dispatchFailed(): Promise<boolean> {
    const any = await this.dispatcher.dispatchFailed();
    if (any) this.outbox.wake();
    else await this.planNext();
    return any;
  }

  /** A retry is not left to the sweep: it comes when it is due. */
  private async planNext(): Promise<void> {
    const delay = await this.log.nextAttemptIn();
    clearTimeout(this.timer);
    if (delay === null || delay > LONGEST_TIMER) return;
    this.timer = setTimeout(() => this.wake(), Math.max(delay, 10));
    this.timer.unref();
  }
}
