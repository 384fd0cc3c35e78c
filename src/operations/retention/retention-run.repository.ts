import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What a run does, in this order: an outbox entry stays as long as its event. */
export const STEPS = ['payloadMonths', 'payloads', 'events', 'outboxEntries', 'runs', 'reencrypted'] as const;

export type Step = (typeof STEPS)[number];

/** What each step removed, in rows, or months; of the last one, how many payloads were encrypted anew. */
export type Removed = Readonly<Record<Step, number>>;

/** One run from its beginning to its end. */
export interface RetentionRun {
  readonly finishedAt: Date;
  readonly removed: Removed;
  /** Steps that did not come to their end; the next look tries again. */
  readonly leftOver: readonly string[];
}

/** All SQL of the runs. */
@Injectable()
export class RetentionRunRepository {
  constructor(private readonly dataSource: DataSource) {}

  async note(startedAt: Date, removed: Removed, leftOver: readonly string[]): Promise<void> {
    await this.dataSource.query('INSERT INTO retention_runs (started_at, removed, left_over) VALUES ($1, $2, $3)', [
      startedAt,
      JSON.stringify(removed),
      leftOver,
    ]);
  }

  async last(db: Pick<EntityManager, 'query'> = this.dataSource): Promise<RetentionRun | undefined> {
    const rows: RetentionRun[] = await db.query(
      `SELECT finished_at AS "finishedAt", removed, left_over AS "leftOver"
         FROM retention_runs ORDER BY finished_at DESC, id DESC LIMIT 1`,
    );
    return rows[0];
  }

  /** Whether none has come to its end within so many seconds, by the database's clock. */
  async isDue(interval: number): Promise<boolean> {
    const recent: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM retention_runs
        WHERE finished_at > now() - $1 * interval '1 second' AND left_over = '{}' LIMIT 1`,
      [interval],
    );
    return recent.length === 0;
  }

  /** Runs of this and of the comparisons with Stripe, of so many days ago. @returns how many were deleted. */
  async deleteOld(days: number): Promise<number> {
    let deleted = 0;
    for (const table of ['retention_runs', 'verify_runs']) {
      const [, rows]: [unknown[], number] = await this.dataSource.query(
        `DELETE FROM ${table} WHERE finished_at < now() - $1 * interval '1 day'`,
        [days],
      );
      deleted += rows;
    }
    return deleted;
  }
}
