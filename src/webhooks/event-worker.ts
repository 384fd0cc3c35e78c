import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { EventDispatcher } from './event-dispatcher.js';
import { EventLogRepository } from './event-log.repository.js';

/** Batches in work at once, each with a database connection of its own (and one more to note what it holds). */
const LANES = 2;
/** A timer longer than this is not needed: the sweep comes by. Milliseconds. */
const LONGEST_TIMER = 60_000;

/** Drains the log of due events, in a few lanes, whenever somebody wakes it. */
@Injectable()
export class EventWorker implements BeforeApplicationShutdown {
  private readonly lanes = new Set<Promise<void>>();
  private again = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dispatcher: EventDispatcher,
    private readonly log: EventLogRepository,
    private readonly outbox: OutboxRunner,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventWorker.name);
  }

  /** Returns at once; what is due is settled in the background. */
  wake(): void {
    this.again = true;
    void this.work();
  }

  /** Resolves when nothing is due that this process can take, and nobody has woken it meanwhile. Never rejects. */
  work(): Promise<void> {
    this.again = true;
    if (this.lanes.size >= LANES) return Promise.all(this.lanes).then(() => undefined);
    const lane = this.drainWhileAwake().finally(() => this.lanes.delete(lane));
    this.lanes.add(lane);
    return lane;
  }

  /** Finishes the transactions under way and takes nothing more. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all([...this.lanes, this.outbox.stop()]);
  }

  private async drainWhileAwake(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        while (!this.stopped && (await this.dispatcher.dispatchDue())) this.outbox.wake();
        this.outbox.wake();
        await this.planNext();
      }
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'events wait in the log');
    }
  }

  /** A retry is not left to the sweep: it comes when it is due. */
  private async planNext(): Promise<void> {
    const delay = await this.log.nextAttemptIn();
    clearTimeout(this.timer);
    if (delay === null || delay > LONGEST_TIMER || this.stopped) return;
    this.timer = setTimeout(() => this.wake(), Math.max(delay, 10));
    this.timer.unref();
  }
}
