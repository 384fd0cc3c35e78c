import { Injectable } from '@nestjs/common';
import { OverloadedError } from '../../common/errors.js';

/** Reports at once in a process: of ten connections (`DATABASE_POOL_SIZE`) eight are left to webhooks and all the rest. */
const LANES = 2;

/** Milliseconds: eight reports of half a second that a page asks for at once take two. */
const PATIENCE = 3_000;

/** Reports are long, and share the connections with what must not wait. So few of them run, and the others line up. */
@Injectable()
export class ReportLanes {
  private free = LANES;
  private readonly waiting = new Set<() => void>();

  /** @throws {OverloadedError} when no lane was free in time; then nothing was begun. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(admit);
        reject(new OverloadedError('reports under way'));
      }, PATIENCE);
      this.waiting.add(admit);
    });
  }

  /** The lane goes to who has waited longest. */
  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
