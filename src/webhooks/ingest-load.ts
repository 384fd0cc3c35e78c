import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';

/** Webhooks waiting at once from which on it is a rush: a few are always under way. */
const MANY = 8;
/** Milliseconds after which a rush is over: webhooks share commits, so none waits right after one. */
const CALM_AFTER = 100;
/** Milliseconds between two looks of who waits for a rush to end. */
const LOOK = 20;

/** How many webhooks wait for their commit in this process. Stripe waits with them; what is committed can wait. */
@Injectable()
export class IngestLoad {
  private waiting = 0;
  /** On the clock of `performance.now()`. */
  private lastRush = -Infinity;

  get isRush(): boolean {
    return performance.now() - this.lastRush < CALM_AFTER;
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.waiting += 1;
    this.look();
    try {
      return await work;
    } finally {
      this.look();
      this.waiting -= 1;
    }
  }

  /** Resolves when the rush is over, or after so many milliseconds. */
  async calm(limit: number): Promise<void> {
    for (const end = performance.now() + limit; this.isRush && performance.now() < end;) await delay(LOOK);
  }

  private look(): void {
    if (this.waiting >= MANY) this.lastRush = performance.now();
  }
}
