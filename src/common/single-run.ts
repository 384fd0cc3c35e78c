import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from './describe-error.js';

/** Milliseconds that a shutdown waits for what is in hand: a page, a portion, an object. The next run repeats it. */
const STOP_LIMIT = 2_000;

/** Work that comes again and again: one run at a time in this process, and none once the process is about to end. */
export class SingleRun {
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  /**
   * @param work ends soon when the signal says so.
   * @param failed is told why a run failed, unless it was ended.
   */
  constructor(
    private readonly work: (ending: AbortSignal) => Promise<unknown>,
    private readonly failed: (reason: string) => void,
  ) {}

  /** Begins a run, unless one is under way. Resolves when it has ended, and never rejects. */
  begin(): Promise<void> {
    if (this.ending.signal.aborted) return Promise.resolve();
    return (this.running ??= this.run().finally(() => (this.running = undefined)));
  }

  async end(): Promise<void> {
    this.ending.abort();
    await Promise.race([this.running, delay(STOP_LIMIT, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    try {
      await this.work(this.ending.signal);
    } catch (error) {
      if (!this.ending.signal.aborted) this.failed(describeError(error));
    }
  }
}
