import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { VerifyResult } from './verify-run.js';

/** How the last comparison ended. */
export interface LastVerifyRun extends Omit<VerifyResult, 'stopped'> {
  readonly finishedAt: Date;
  /** Rows of each type by chance; null: everything was compared. */
  readonly sample: number | null;
  /** Rows that some run has found not to be what Stripe says, and that none has found right since; 100,000 at most. */
  readonly open: number;
  /** Whether it was the one of every day. */
  readonly scheduled: boolean;
}

/** All SQL of the comparisons' results. */
@Injectable()
export class VerifyRunRepository {
  constructor(private readonly dataSource: DataSource) {}

  async note(
    { startedAt, sample, scheduled }: Pick<LastVerifyRun, 'sample' | 'scheduled'> & { readonly startedAt: Date },
    { checked, different, gone, failed, refused, repaired }: VerifyResult,
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO verify_runs (started_at, sample, scheduled, checked, different, gone, failed, refused, repaired)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [startedAt, sample, scheduled, checked, different, gone, failed, refused, repaired],
    );
  }

  async last(db: Pick<EntityManager, 'query'> = this.dataSource): Promise<LastVerifyRun | undefined> {
    const rows: LastVerifyRun[] = await db.query(
      `SELECT finished_at AS "finishedAt", sample, scheduled, checked, different, gone, failed, refused, repaired,
              (SELECT count(*)::int FROM (SELECT FROM verify_differences LIMIT 100000) d) AS open
         FROM verify_runs ORDER BY finished_at DESC, id DESC LIMIT 1`,
    );
    return rows[0];
  }

  /**
   * When the comparison of every day ended last; while there was none, when the database got its key. One that somebody
   * asked for may be of a single type, and says nothing of the others.
   */
  async lastScheduledAt(db: Pick<EntityManager, 'query'> = this.dataSource): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await db.query(
      `SELECT coalesce((SELECT max(finished_at) FROM verify_runs WHERE scheduled),
                       (SELECT min(bound_at) FROM stripe_binding)) AS at`,
    );
    return row?.at ?? null;
  }

  /** Whether none of those of every day has ended within so many seconds, by the database's clock. */
  async isDue(interval: number): Promise<boolean> {
    const recent: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM verify_runs WHERE scheduled AND finished_at > now() - $1 * interval '1 second' LIMIT 1`,
      [interval],
    );
    return recent.length === 0;
  }
}
