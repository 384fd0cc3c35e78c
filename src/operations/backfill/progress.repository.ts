import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { TakenOverError } from '../../common/errors.js';
import type { Position } from '../../stripe/page-end.js';

/** How far one of Stripe's lists has been brought. */
export interface Progress {
  /** Connected account, '' for the own one. */
  readonly account: string;
  readonly type: string;
  /** The object after which it goes on; the customer, for what is listed by customer. Null: from the beginning. */
  readonly after: Position | null;
  /** Transactions that have moved it. */
  readonly pages: number;
  readonly objects: number;
  /** Those among the objects that could not be applied. */
  readonly failed: number;
  readonly finishedAt: Date | null;
}

/** What a transaction moves, besides the counts. */
export interface Step {
  readonly after: Position | null;
  readonly objects: number;
  readonly failed: number;
  readonly isLast: boolean;
}

interface Row extends Omit<Progress, 'after'> {
  readonly afterId: string | null;
  readonly afterCreated: number | null;
}

const FIELDS = `account, type, after_id AS "afterId", extract(epoch FROM after_created_at)::float8 AS "afterCreated",
                pages::float8, objects::float8, failed::float8, finished_at AS "finishedAt"`;

/** All SQL of the backfill. */
@Injectable()
export class ProgressRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Where the list stands; a new one stands at its beginning. */
  async begin(account: string, type: string): Promise<Progress> {
    await this.dataSource.query(
      'INSERT INTO backfill_progress (account, type) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [account, type],
    );
    const [row]: Row[] = await this.dataSource.query(
      `SELECT ${FIELDS} FROM backfill_progress WHERE account = $1 AND type = $2`,
      [account, type],
    );
    if (!row) throw new TakenOverError();
    return progressOf(row);
  }

  async forget(account: string, types: readonly string[]): Promise<void> {
    await this.dataSource.query('DELETE FROM backfill_progress WHERE account = $1 AND type = ANY($2)', [
      account,
      types,
    ]);
  }

  /**
   * Moves on by one transaction. A transaction that is repeated, because nobody knows whether it had committed, moves
   * nothing twice.
   *
   * @throws {TakenOverError} when the list does not stand where it stood for us.
   */
  async move(tx: EntityManager, from: Progress, step: Step): Promise<Progress> {
    const [[row]]: [Row[], number] = await tx.query(
      `UPDATE backfill_progress
          SET after_id = $3, after_created_at = to_timestamp($4), pages = $5::bigint + 1, objects = $6, failed = $7,
              updated_at = now(), finished_at = CASE WHEN $8 THEN now() END
        WHERE account = $1 AND type = $2 AND pages IN ($5::bigint, $5::bigint + 1)
       RETURNING ${FIELDS}`,
      [
        from.account,
        from.type,
        step.after?.id ?? null,
        step.after?.created ?? null,
        from.pages,
        from.objects + step.objects,
        from.failed + step.failed,
        step.isLast,
      ],
    );
    if (!row) throw new TakenOverError();
    return progressOf(row);
  }

  /** Ids of the customers that the database has, in the order of their index. */
  async customersAfter(account: string, id: string | null, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM customers WHERE account = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3`,
      [account, id ?? '', limit],
    );
    return rows.map((row) => row.id);
  }

  async countCustomersAfter(account: string, id: string | null): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      'SELECT count(*)::int AS count FROM customers WHERE account = $1 AND id > $2 AND deleted_at IS NULL',
      [account, id ?? ''],
    );
    return rows[0]?.count ?? 0;
  }
}

function progressOf({ afterId, afterCreated, ...fields }: Row): Progress {
  return { ...fields, after: afterId === null ? null : { id: afterId, created: afterCreated } };
}
