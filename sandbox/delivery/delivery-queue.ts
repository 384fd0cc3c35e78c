import type { SandboxEvent } from '../objects/event.js';
import type { Endpoint } from './endpoint.js';
import { Fifo } from './fifo.js';
import { backOff, type Hostility } from './hostility.js';
import { Poster } from './post.js';
import { signedWebhook } from './signature.js';
import type { DeliveryLog } from './statistics.js';

/** One event on its way to one endpoint, in the shape that endpoint gets. */
export interface Delivery {
  readonly endpoint: Endpoint;
  readonly event: SandboxEvent;
  /** Milliseconds to wait before the first attempt and before each duplicate. */
  readonly delays: readonly number[];
}

interface Attempt {
  delivery: Delivery;
  /** 0 is the delivery itself, 1 its first duplicate, and so on. */
  copy: number;
  failures: number;
}

/** Sends what is handed to it, a few at a time, again and again until the answer is 2xx. */
export class DeliveryQueue {
  outstanding = 0;
  private readonly poster = new Poster();
  private readonly ready = new Fifo<Attempt>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly waiting: (() => void)[] = [];
  private readonly removed = new Set<string>();
  private active = 0;
  private closed = false;

  constructor(
    private readonly log: DeliveryLog,
    private readonly hostility: () => Hostility,
  ) {}

  add(delivery: Delivery): void {
    if (this.closed) return;
    this.outstanding += 1;
    this.later({ delivery, copy: 0, failures: 0 }, delivery.delays[0] ?? 0);
  }

  /** Deliveries to this endpoint are given up, as when an endpoint is deleted at Stripe. */
  drop(endpoint: string): void {
    this.removed.add(endpoint);
  }

  idle(): Promise<void> {
    return this.outstanding === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.poster.close();
    this.outstanding = 0;
    this.wakeWaiting();
  }

  private later(attempt: Attempt, delayMs: number): void {
    if (delayMs === 0) {
      this.ready.push(attempt);
      queueMicrotask(() => this.pump());
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.ready.push(attempt);
      this.pump();
    }, delayMs);
    this.timers.add(timer);
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
    const { endpoint, event, delays } = attempt.delivery;
    if (this.removed.has(endpoint.id)) return this.finish();
    const hostility = this.hostility();
    const result = await this.poster.post(endpoint.url, signedWebhook(event, endpoint.secret), hostility.timeoutMs);
    if (this.closed) return;
    if (!this.log.note(endpoint.id, event.id, result, attempt.copy > 0)) {
      const failures = attempt.failures + 1;
      this.later({ ...attempt, failures }, backOff(hostility, failures));
      return;
    }
    const next = delays[attempt.copy + 1];
    if (next === undefined) this.finish();
    else this.later({ delivery: attempt.delivery, copy: attempt.copy + 1, failures: 0 }, next);
  }

  private finish(): void {
    this.outstanding -= 1;
    if (this.outstanding === 0) this.wakeWaiting();
  }

  private wakeWaiting(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}
