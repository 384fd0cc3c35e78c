import { setTimeout as delay } from 'node:timers/promises';
import type { Postgres } from './postgres.js';

const LOOK = 250;

/**
 * How long the backend took to be even again after each fault: until every event received up to the fault's end was
 * settled. The next faults do not wait for it, so what they cost is in it, too.
 */
export class Recovery {
  /** Milliseconds. */
  readonly times: number[] = [];
  private readonly watches: Promise<void>[] = [];
  private stopped = false;

  constructor(private readonly postgres: Postgres) {}

  watch(): void {
    this.watches.push(this.measure());
  }

  /** Resolves when all have been measured. */
  async end(): Promise<void> {
    await Promise.all(this.watches);
  }

  giveUp(): void {
    this.stopped = true;
  }

  private async measure(): Promise<void> {
    const began = performance.now();
    const last = await this.ask<{ last: string }>('SELECT coalesce(max(id), 0) AS last FROM stripe_event_log');
    while (!this.stopped) {
      const open = await this.ask<{ id: string }>(
        `SELECT id FROM stripe_event_log WHERE id <= $1 AND status IN ('received', 'failed') LIMIT 1`,
        [last[0]?.last ?? 0],
      );
      if (open.length === 0) break;
      await delay(LOOK);
    }
    this.times.push(performance.now() - began);
  }

  /** The database may be what the next fault hits. */
  private async ask<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    while (!this.stopped) {
      const rows = await this.postgres.query<Row>(sql, parameters).catch(() => null);
      if (rows) return rows;
      await delay(LOOK);
    }
    return [];
  }
}
