import { setTimeout as delay } from 'node:timers/promises';
import { endlessLifecycle } from '../sandbox/lifecycle.js';
import { NEWEST_API_VERSION } from '../sandbox/objects/event.js';
import type { StripeSandbox } from '../sandbox/sandbox.js';

/** Shapes in which events arrive, mixed: before and after the great changes of 2025, and the newest. */
export const VERSIONS: readonly string[] = ['2022-08-01', '2025-02-24.acacia', NEWEST_API_VERSION];

/** Events a second, at most: what two cores take while they are also restarted, so that a backlog tells of a fault. */
const PACE = 15;
/** Deliveries under way at which life waits: Stripe's own back-off would hold them back, too. */
const MOST_OUTSTANDING = 500;

/** The random life of a shop, told by hostile webhooks all the time. */
export class Load {
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly sandbox: StripeSandbox,
    private readonly seed: number,
  ) {
    sandbox.deliveries.setHostility({
      seed,
      shuffle: 12,
      duplicateProbability: 0.2,
      dropProbability: 0.15,
      twinFacts: 0.05,
      mixedVersions: VERSIONS,
      maxDelayMs: 50,
      concurrency: 16,
      timeoutMs: 10_000,
      retry: { firstMs: 100, maxMs: 2_000 },
    });
  }

  begin(): void {
    this.running = this.live();
  }

  /** Ends the life, and resolves when every event has had its 2xx. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.sandbox.deliveries.settled();
  }

  private async live(): Promise<void> {
    const began = performance.now();
    const life = endlessLifecycle(`life ${this.seed}`, this.sandbox.engine, { customers: 5 });
    const before = this.sandbox.events.length;
    while (!this.stopped) {
      life.next();
      do await delay(30);
      while (!this.stopped && this.isAhead(before, performance.now() - began));
    }
  }

  private isAhead(before: number, ms: number): boolean {
    if (this.sandbox.deliveries.statistics().outstanding > MOST_OUTSTANDING) return true;
    return this.sandbox.events.length - before > (ms / 1000) * PACE;
  }
}
