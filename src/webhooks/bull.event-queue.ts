import { setTimeout as delay } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { LogThrottle } from '../common/log-throttle.js';
import { inTime } from '../common/in-time.js';
import { EventQueue, type QueueDepth } from './event-queue.js';

/** The Bull queue that wakes the workers of all processes. */
export const EVENTS_QUEUE = 'stripe-events';

/** Milliseconds: a connection may be gone without a word. */
const CALL_LIMIT = 3_000;
/** Milliseconds between two calls: in a rush there are hundreds of commits a second, and one job wakes for many. */
const PAUSE = 5;
/** Of Redis' INFO: it answers, and takes no job. */
const IS_REPLICA = /^role:slave\b/m;
/** One attempt, and nothing kept: the log decides what is retried, and a kept job makes Bull drop the next one. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true };

@Injectable()
export class BullEventQueue extends EventQueue {
  private readonly complaints = new LogThrottle(1, 60_000);
  private counting: Promise<QueueDepth> | undefined;
  private calling = false;
  private again = false;

  constructor(
    @InjectQueue(EVENTS_QUEUE) private readonly queue: Queue<Record<string, never>>,
    private readonly logger: PinoLogger,
  ) {
    super();
    logger.setContext(BullEventQueue.name);
    queue.on('error', (error) => this.complain('redis is not there', error));
  }

  /** One call is under way at most: with Redis down, Bull would hold every further one in memory. */
  wake(): void {
    this.again = true;
    if (!this.calling) void this.call();
  }

  async ping(timeout: number): Promise<'up' | 'down'> {
    try {
      const fields = await inTime(this.queue.client.info('replication'), timeout, 'the call to redis');
      return IS_REPLICA.test(fields) ? 'down' : 'up';
    } catch {
      return 'down';
    }
  }

  /** One question is open at most, as with {@link wake}. */
  depth(): Promise<QueueDepth> {
    this.counting ??= this.queue.getJobCounts().finally(() => (this.counting = undefined));
    return inTime(this.counting, CALL_LIMIT, 'the call to redis');
  }

  private async call(): Promise<void> {
    this.calling = true;
    while (this.again) {
      this.again = false;
      try {
        await inTime(this.queue.add({}, JOB_OPTIONS), CALL_LIMIT, 'the call to redis');
        await delay(PAUSE, undefined, { ref: false });
      } catch (error) {
        this.complain('the queue was not woken, the sweep will', error);
      }
    }
    this.calling = false;
  }

  /** Bull tries again many times a second: one line a minute says it. */
  private complain(message: string, error: unknown): void {
    const suppressed = this.complaints.admit(message);
    if (suppressed !== null) this.logger.warn({ reason: describeError(error), suppressed }, message);
  }
}
