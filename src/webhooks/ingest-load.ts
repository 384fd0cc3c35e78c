import { Injectable } from '@nestjs/common';

/** Webhooks waiting at once from which on it is a rush: a few are always under way. */
const RUSH = 8;

/** How many webhooks wait for their commit in this process. Stripe waits with them; what is committed can wait. */
@Injectable()
export class IngestLoad {
  private waiting = 0;

  get isRush(): boolean {
    return this.waiting >= RUSH;
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      return await work;
    } finally {
      this.waiting -= 1;
    }
  }
}
