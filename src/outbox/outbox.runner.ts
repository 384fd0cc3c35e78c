import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { inTime } from '../common/in-time.js';
import { Lanes } from '../common/lanes.js';
import { OutboxRepository, type ClaimedEntry } from './outbox.repository.js';

/** Sends what an entry says. Answers `obsolete` when the rows say by now that it should not be sent. */
type Deliver = (entry: ClaimedEntry) => Promise<'sent' | 'obsolete'>;

/** Milliseconds for one delivery: well within the minute for which an entry is claimed. */
const DELIVERY_TIMEOUT = 30_000;
/**
 * Deliveries begun before an entry is dead; one that kills the process counts. With these delays it takes two and a half
 * days: a mail server that breaks on Friday evening and is mended on Monday morning has lost nothing.
 */
const ATTEMPTS = 40;
/** Who takes entries, and how many at a time: so many deliveries are under way at once. */
const LANES = 2;
const AT_ONCE = 4;
/** Milliseconds that a shutdown waits for them. */
const STOP_LIMIT = 5_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 10_800_000;
const LONGEST_TIMER = 60_000;
/** Milliseconds until an entry is looked for again that fell due just now. */
const LOOK_AGAIN = 100;

/** Delivers what the outbox holds, a few entries at a time, beside the events and never in their way. */
@Injectable()
export class OutboxRunner {
  private readonly deliveries = new Map<string, Deliver>();
  private readonly lanes: Lanes;
  private timer: NodeJS.Timeout | undefined;
  /** Counts the times that the next attempt was asked for. */
  private plan = 0;
  private isStopping = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(OutboxRunner.name);
    this.lanes = new Lanes(
      LANES,
      () => this.deliverNext(),
      (error) => this.logger.warn({ reason: describeError(error) }, 'the outbox waits'),
    );
  }

  /** @throws {TypeError} when the topic has a delivery already. */
  register(topic: string, deliver: Deliver): void {
    if (this.deliveries.has(topic)) throw new TypeError(`the outbox topic '${topic}' is delivered by two`);
    this.deliveries.set(topic, deliver);
  }

  /** Returns at once; what is due is delivered in the background. */
  wake(): void {
    this.lanes.wake();
  }

  /**
   * Delivers what is due of these topics, one after another, and nothing else: for a process that leaves the rest to the
   * workers. Never rejects.
   */
  async deliverDue(topics: ReadonlySet<string>): Promise<void> {
    const own = [...this.deliveries.keys()].filter((topic) => topics.has(topic));
    try {
      for (;;) {
        const [entry] = this.isStopping ? [] : await this.outbox.claim(own, 1);
        if (!entry) return;
        await this.deliver(entry);
      }
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'the outbox waits');
    }
  }

  /** Resolves when the entries in hand are done with, or have had their time: another process then takes them up. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.lanes.stop(STOP_LIMIT);
    clearTimeout(this.timer);
  }

  private async deliverNext(): Promise<boolean> {
    const entries = await this.outbox.claim([...this.deliveries.keys()], AT_ONCE);
    await Promise.all(entries.map((entry) => this.deliver(entry)));
    if (entries.length === 0) await this.planNext();
    return entries.length > 0;
  }

  /** A retry comes when it is due; what is due later than a minute from now, the sweep brings. */
  private async planNext(): Promise<void> {
    const plan = (this.plan += 1);
    const delay = await this.outbox.nextAttemptIn();
    if (plan !== this.plan) return; // another lane has asked meanwhile: this answer is older
    clearTimeout(this.timer);
    if (delay === null || delay > LONGEST_TIMER) return;
    this.timer = setTimeout(() => this.wake(), delay > 0 ? Math.max(delay, 10) : LOOK_AGAIN);
    this.timer.unref();
  }

  private async deliver(entry: ClaimedEntry): Promise<void> {
    const { handler } = entry.payload; // of an adopter's own, or none
    const line = { topic: entry.topic, entry: entry.id, handler, attempt: entry.attempts };
    try {
      if (entry.attempts > ATTEMPTS) throw new TypeError('the process died or was cut off at every attempt');
      const result = await inTime(this.deliveries.get(entry.topic)?.(entry), DELIVERY_TIMEOUT, 'the delivery');
      await this.outbox.settle(entry.id, result ?? 'obsolete');
      this.logger.info({ ...line, result }, 'outbox entry settled');
    } catch (error) {
      const backOff = Math.min(FIRST_DELAY * 2 ** (entry.attempts - 1), LONGEST_DELAY);
      const delay = entry.attempts >= ATTEMPTS ? null : Math.round(backOff * (0.5 + Math.random() / 2));
      const reason = describeError(error);
      this.logger.warn({ ...line, delay, reason }, delay === null ? 'outbox entry is dead' : 'outbox entry failed');
      await this.outbox.fail(entry.id, reason, delay);
    }
  }
}
