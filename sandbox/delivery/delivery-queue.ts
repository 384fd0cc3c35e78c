import type { Clock } from '../clock.js';
import type { SandboxEvent } from '../objects/event.js';
import type { Scheduler } from '../scheduler.js';
import type { Courier } from './courier.js';
import type { Endpoint } from './endpoint.js';
import { Fifo } from './fifo.js';
import { backOff, type Hostility, nextAttempt } from './hostility.js';
import type { Copy } from './plan.js';
import type { DeliveryLog } from './statistics.js';

/** One event on its way to one endpoint, in the shape that endpoint gets. */
export interface Delivery {
  readonly endpoint: Endpoint;
  readonly event: SandboxEvent;
  readonly copies: readonly Copy[];
  /** Sent at once, whatever else is on its way. */
  readonly rush: boolean;
  /** Whether a failure is followed by a retry. A resend by hand is one attempt. */
  readonly retried: boolean;
}

interface Attempt {
  readonly delivery: Delivery;
  /** 0 is the delivery itself, 1 its first duplicate, and so on. */
  readonly copy: number;
  readonly failures: number;
  /** When this attempt is due, and when the first one was; seconds UTC of the sandbox's clock. */
  readonly at: number;
  readonly firstAt: number;
}

/** Sends what is handed to it, a few at a time, again and again until the answer is 2xx. */
export class DeliveryQueue {
  outstanding = 0;
  private readonly ready = new Fifo<Attempt>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly waiting: (() => void)[] = [];
  private active = 0;
  /** Those of the outstanding that wait for the sandbox's clock. */
  private sleeping = 0;
  private closed = false;

  constructor(
    private readonly courier: Courier,
    private readonly log: DeliveryLog,
    private readonly time: { clock: Clock; schedule: Scheduler },
    private readonly hostility: () => Hostility,
    private readonly isRegistered: (endpoint: Endpoint) => boolean,
  ) {}

  add(delivery: Delivery): void {
    if (this.closed) return;
    this.outstanding += 1;
    this.begin(delivery, 0);
  }

  /** Resolves when nothing is on its way; what waits for the sandbox's clock would wait for ever. */
  idle(): Promise<void> {
    if (this.outstanding === this.sleeping) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.courier.close();
    this.outstanding = 0;
    this.sleeping = 0;
    this.wakeWaiting();
  }

  private begin(delivery: Delivery, copy: number): void {
    const at = this.time.clock.now();
    this.later({ delivery, copy, failures: 0, at, firstAt: at }, delivery.copies[copy]?.delayMs ?? 0);
  }

  private later(attempt: Attempt, delayMs: number): void {
    if (delayMs === 0) {
      this.take(attempt);
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.take(attempt);
    }, delayMs);
    this.timers.add(timer);
  }

  private take(attempt: Attempt): void {
    if (attempt.delivery.rush && attempt.failures === 0) {
      queueMicrotask(() => void this.send(attempt));
      return;
    }
    this.ready.push(attempt);
    queueMicrotask(() => this.pump());
  }

  private pump(): void {
    while (!this.closed && this.active < this.hostility().concurrency) {
      const attempt = this.ready.take();
      if (!attempt) return;
      this.active += 1;
      void this.send(attempt).finally(() => {
        this.active -= 1;
        this.pump();
      });
    }
  }

  private async send(attempt: Attempt): Promise<void> {
    const { delivery, copy, failures } = attempt;
    const { endpoint, event, copies } = delivery;
    if (!endpoint.enabled || !this.isRegistered(endpoint)) return this.giveUp();
    const result = await this.courier.post(endpoint, event, copies[copy]?.losses[failures]);
    if (this.closed) return;
    const noted = { endpoint: endpoint.id, event: event.id, result, duplicate: copy > 0, failures };
    if (!this.log.note(noted)) return this.failed(attempt);
    endpoint.failingSince = null;
    if (copy + 1 < copies.length) this.begin(delivery, copy + 1);
    else this.finish();
  }

  private failed(attempt: Attempt): void {
    const { endpoint, retried } = attempt.delivery;
    const hostility = this.hostility();
    endpoint.failingSince ??= attempt.at;
    const { disableAfterDays: days } = hostility;
    if (days !== null && attempt.at - endpoint.failingSince >= days * 86_400) endpoint.enabled = false;
    if (!retried) return this.giveUp();
    const failures = attempt.failures + 1;
    if (hostility.retryClock === 'machine') {
      this.later({ ...attempt, failures, at: this.time.clock.now() }, backOff(hostility, failures));
      return;
    }
    const at = nextAttempt(attempt.firstAt, attempt.at, failures);
    if (at === null) this.giveUp();
    else this.sleepUntil(at, { ...attempt, failures, at });
  }

  private sleepUntil(at: number, attempt: Attempt): void {
    if (at <= this.time.clock.now()) {
      this.take(attempt);
      return;
    }
    this.sleeping += 1;
    this.time.schedule.at(at, () => {
      if (this.closed) return;
      this.sleeping -= 1;
      this.take(attempt);
    });
    this.wakeWaiting();
  }

  private giveUp(): void {
    this.log.givenUp += 1;
    this.finish();
  }

  private finish(): void {
    this.outstanding -= 1;
    this.wakeWaiting();
  }

  private wakeWaiting(): void {
    if (this.outstanding > this.sleeping) return;
    for (const wake of this.waiting.splice(0)) wake();
  }
}
