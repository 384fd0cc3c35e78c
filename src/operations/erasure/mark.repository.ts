import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { portionsOf, type Belongings, type CustomerKey, type ErasureMark } from './erased-customer.js';

/** Rows of one statement. */
const PORTION = 1_000;
/** Seconds after which whoever began an erasure is taken for dead. */
const ABANDONED = 120;

/** All SQL of the marks that stay of whom we have erased. */
@Injectable()
export class MarkRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find({ account, customerId }: CustomerKey): Promise<ErasureMark | undefined> {
    const rows: ErasureMark[] = await this.dataSource.query(
      `SELECT erased_at AS "erasedAt", finished_at AS "finishedAt"
         FROM erased_customers WHERE account = $1 AND customer_id = $2`,
      [account, customerId],
    );
    return rows[0];
  }

  /** From its commit on nothing personal of the customer is written by who begins later. */
  async set(tx: EntityManager, { account, customerId }: CustomerKey): Promise<void> {
    await tx.query('INSERT INTO erased_customers (account, customer_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      account,
      customerId,
    ]);
    await this.add(tx, { account, customerId }, new Map([['customers', new Set([customerId])]]));
  }

  /** Objects that are known to be the customer's from now on. */
  async add(
    db: Pick<EntityManager, 'query'>,
    { account, customerId }: CustomerKey,
    belongings: Belongings,
  ): Promise<void> {
    for (const [kind, ids] of belongings) {
      for (const portion of portionsOf([...ids].toSorted(), PORTION)) {
        await db.query(
          `INSERT INTO erased_objects (account, kind, id, customer_id)
           SELECT $1, $2, id, $4 FROM unnest($3::text[]) AS id ON CONFLICT DO NOTHING`,
          [account, kind, portion, customerId],
        );
      }
    }
  }

  /** Notes that nothing personal is left of these. */
  async cleared({ account, customerId }: CustomerKey, belongings: Belongings): Promise<void> {
    for (const [kind, ids] of belongings) {
      for (const portion of portionsOf(ids, PORTION)) {
        await this.dataSource.query(
          `UPDATE erased_objects SET cleared_at = now()
            WHERE account = $1 AND kind = $2 AND id = ANY($3) AND customer_id = $4 AND cleared_at IS NULL`,
          [account, kind, portion, customerId],
        );
      }
    }
  }

  async finish({ account, customerId }: CustomerKey): Promise<void> {
    await this.dataSource.query(
      `UPDATE erased_customers SET finished_at = now()
        WHERE account = $1 AND customer_id = $2 AND finished_at IS NULL`,
      [account, customerId],
    );
  }

  /** Whose erasure was begun by somebody who is gone, and of whom more has come to light since it was finished. */
  async due(): Promise<(CustomerKey & { readonly isBegun: boolean })[]> {
    return this.dataSource.query(
      `SELECT account, customer_id AS "customerId", true AS "isBegun" FROM erased_customers
        WHERE finished_at IS NULL AND erased_at < now() - $1 * interval '1 second'
       UNION ALL
       SELECT DISTINCT o.account, o.customer_id, false
         FROM erased_objects o JOIN erased_customers c USING (account, customer_id)
        WHERE o.cleared_at IS NULL AND c.finished_at IS NOT NULL
       LIMIT 100`,
      [ABANDONED],
    );
  }
}
