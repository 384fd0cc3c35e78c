import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A tenant's place, and who holds it. */
export interface Place {
  readonly account: string;
  readonly tenantId: string;
  /** A new UUID. */
  readonly lease: string;
}

/** The session that was opened last. */
export interface FormerSession {
  readonly id: string | null;
  readonly requestKey: string | null;
  /** The rows show what became of it: it has expired, or the subscription that was bought is there. */
  readonly settled: boolean;
}

/** Six calls to Stripe at their longest (21 s each), and the database. A process that died leaves the place so free. */
const LEASE = '150 seconds';

const TAKE = `
  WITH taken AS (
    INSERT INTO open_checkouts AS place (account, tenant_id, lease, leased_until)
    VALUES ($1, $2, $3, now() + interval '${LEASE}')
    ON CONFLICT (account, tenant_id)
    DO UPDATE SET lease = EXCLUDED.lease, leased_until = EXCLUDED.leased_until
            WHERE place.leased_until IS NULL OR place.leased_until < now()
    RETURNING account, session_id, request_key
  )
  SELECT taken.session_id AS id, taken.request_key AS "requestKey",
         (session.status = 'expired'
          OR session.status = 'complete' AND subscription.status <> 'incomplete') IS TRUE AS settled
    FROM taken
    LEFT JOIN checkout_sessions AS session ON session.account = taken.account AND session.id = taken.session_id
    LEFT JOIN subscriptions AS subscription
      ON subscription.account = taken.account AND subscription.id = session.subscription_id`;

/** One tenant opens one checkout of a subscription at a time. */
@Injectable()
export class OpenCheckoutRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What is replaced; undefined when another one is at it. Ends by itself when nobody ends it. */
  async take({ account, tenantId, lease }: Place): Promise<FormerSession | undefined> {
    const rows: FormerSession[] = await this.dataSource.query(TAKE, [account, tenantId, lease]);
    return rows[0];
  }

  /** Whether the rows say what has become of a subscription that was paid: where it is incomplete they lag behind. */
  async isKnown(account: string, subscriptionId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM subscriptions WHERE account = $1 AND id = $2 AND status <> 'incomplete'`,
      [account, subscriptionId],
    );
    return rows.length > 0;
  }

  /** Notes the session that is open now, and gives the place free. False when the lease was over, and nothing is noted. */
  async note({ account, tenantId, lease }: Place, sessionId: string, requestKey: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `UPDATE open_checkouts SET session_id = $4, request_key = $5, lease = NULL, leased_until = NULL
        WHERE account = $1 AND tenant_id = $2 AND lease = $3`,
      [account, tenantId, lease, sessionId, requestKey],
    );
    return count > 0;
  }

  /** Without another session: the former one stays noted. */
  async release({ account, tenantId, lease }: Place): Promise<void> {
    await this.dataSource.query(
      `UPDATE open_checkouts SET lease = NULL, leased_until = NULL
        WHERE account = $1 AND tenant_id = $2 AND lease = $3`,
      [account, tenantId, lease],
    );
  }
}
