import { OverloadedError } from './errors.js';

/** Work that is long, and shares the connections with what must not wait: so much of it runs at once, the rest lines up. */
export class Slots {
  private readonly waiting = new Set<() => void>();

  /**
   * @param free how many there are.
   * @param patience milliseconds that somebody waits for one.
   * @param what is under way then, in the answer to who has waited in vain.
   */
  constructor(
    private free: number,
    private readonly patience: number,
    private readonly what: string,
  ) {}

  /** @throws {OverloadedError} when no place was free in time; then nothing was begun. */
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
        reject(new OverloadedError(`${this.what} under way`));
      }, this.patience);
      this.waiting.add(admit);
    });
  }

  /** The place goes to who has waited longest. */
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
