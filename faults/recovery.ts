import { setTimeout as delay } from 'node:timers/promises';
import type { Postgres } from './postgres.js';

const LOOK = 250;

interface Watch {
  readonly began: number;
  /** The last event that had been received; null until the database says. */
  last: bigint | null;
}

/**
 * How long the backend took to be even again after each fault: until every event received up to the fault's end was
 * settled. The next faults do not wait for it, so what they cost is in it, too. One question at a time asks for all
 * watches: each with a question of its own kept a processor busy on a machine that was slow to recover.
 */
export class Recovery {
  /** Milliseconds. */
  readonly times: number[] = [];
  private watches: Watch[] = [];
  private readonly looking: Promise<void>;
  private stopped = false;

  constructor(private readonly postgres: Postgres) {
    this.looking = this.look();
  }

  watch(): void {
    this.watches.push({ began: performance.now(), last: null });
  }

  /** Resolves when nothing is asked any more; what is not even by now never was. */
  async end(): Promise<void> {
    this.stopped = true;
    await this.looking;
    for (const { began } of this.watches) this.times.push(performance.now() - began);
  }

  private async look(): Promise<void> {
    for (; !this.stopped; await delay(LOOK)) {
      if (this.watches.length === 0) continue;
      const watched = [...this.watches];
      const rows = await this.postgres
        .query<{ last: string; open: string | null }>(
          `SELECT coalesce(max(id), 0) AS last,
                  (SELECT min(id) FROM stripe_event_log WHERE status IN ('received', 'failed')) AS open
             FROM stripe_event_log`,
        )
        .catch(() => []); // the database may be what the next fault hits
      if (rows[0]) this.settle(watched, BigInt(rows[0].last), rows[0].open === null ? null : BigInt(rows[0].open));
    }
  }

  /** @param open the first event that is not settled. */
  private settle(watched: readonly Watch[], last: bigint, open: bigint | null): void {
    for (const watch of watched) watch.last ??= last;
    const even = new Set(watched.filter((watch) => open === null || (watch.last !== null && open > watch.last)));
    for (const { began } of even) this.times.push(performance.now() - began);
    this.watches = this.watches.filter((watch) => !even.has(watch));
  }
}
