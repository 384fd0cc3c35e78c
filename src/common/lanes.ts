import { setTimeout as delay } from 'node:timers/promises';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';

/**
 * A few workers that do what there is to do whenever somebody wakes them, and then sleep. However often they are woken
 * meanwhile, they look once more.
 */
export class Lanes {
  private readonly running = new Set<Promise<void>>();
  private again = false;
  private stopped = false;

  /**
   * @param most lanes at once.
   * @param work does one piece and tells whether there was one.
   * @param onError a lane ends with an error of its work; it starts again when woken.
   */
  constructor(
    private readonly most: number,
    private readonly work: () => Promise<boolean>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Returns at once. */
  wake(): void {
    this.again = true;
    if (this.stopped || this.running.size >= this.most) return;
    // What a lane does belongs to no trace of whoever woke it.
    const lane = context
      .with(ROOT_CONTEXT, () => this.run())
      .catch(this.onError)
      .finally(() => {
        this.running.delete(lane);
        if (this.again) this.wake(); // somebody called while it was on its way out
      });
    this.running.add(lane);
  }

  /** Resolves when the lanes that run now have nothing left to do. */
  async idle(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Takes nothing more, and resolves when what is under way is done, or after so many milliseconds. */
  async stop(limit: number): Promise<void> {
    this.stopped = true;
    await Promise.race([this.idle(), delay(limit, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      while (!this.stopped && (await this.work())) this.wake(); // where one was, there may be more for another lane
    }
  }
}
