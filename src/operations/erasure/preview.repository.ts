import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { portionsOf, type Belongings, type CustomerKey, type ErasureMark } from './erased-customer.js';

/** Ids of one statement. */
const PORTION = 500;

/** What there is of a customer. */
export interface ErasurePreview extends CustomerKey {
  /** Null: it is not erased. */
  readonly erasedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Known objects, by the table of their kind. */
  readonly objects: Readonly<Record<string, number>>;
  /** Events of these objects that the log holds. */
  readonly events: number;
  /** Whose the customer is. */
  readonly tenants: readonly string[];
  /** Subscriptions that have not ended: these go on at Stripe, and so does what they bill. */
  readonly liveSubscriptions: readonly string[];
}

/** Reads what an erasure would concern. */
@Injectable()
export class PreviewRepository {
  constructor(private readonly dataSource: DataSource) {}

  async of(
    { account, customerId }: CustomerKey,
    belongings: Belongings,
  ): Promise<Omit<ErasurePreview, keyof ErasureMark>> {
    const [row]: { tenants: string[]; live: string[] }[] = await this.dataSource.query(
      `SELECT ARRAY(SELECT tenant_id FROM tenant_customers
                     WHERE account = $1 AND customer_id = $2 AND tenant_id IS NOT NULL) AS tenants,
              ARRAY(SELECT id FROM subscriptions WHERE account = $1 AND customer_id = $2 AND deleted_at IS NULL
                       AND status NOT IN ('canceled', 'incomplete_expired') ORDER BY id) AS live`,
      [account, customerId],
    );
    let events = 0;
    const ids = new Set([...belongings.values()].flatMap((some) => [...some]));
    for (const portion of portionsOf(ids, PORTION)) {
      const [found]: { events: number }[] = await this.dataSource.query(
        'SELECT count(*)::int AS events FROM stripe_event_log WHERE account = $1 AND object_key = ANY($2)',
        [account, portion],
      );
      events += found?.events ?? 0;
    }
    return {
      account,
      customerId,
      objects: Object.fromEntries([...belongings].map(([kind, some]) => [kind, some.size])),
      events,
      tenants: row?.tenants ?? [],
      liveSubscriptions: row?.live ?? [],
    };
  }

  /** Whether there is a row, or somebody has said whose it is. */
  async isKnown({ account, customerId }: CustomerKey): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT FROM customers WHERE account = $1 AND id = $2
       UNION ALL SELECT FROM tenant_customers WHERE account = $1 AND customer_id = $2 LIMIT 1`,
      [account, customerId],
    );
    return rows.length > 0;
  }
}
