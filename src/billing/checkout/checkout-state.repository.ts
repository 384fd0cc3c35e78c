import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { moneyOf } from '../../common/money.js';
import type { CheckoutState } from './checkout.answers.js';

/** A session of one tenant's. */
export interface OwnSession {
  readonly account: string;
  readonly id: string;
  readonly tenantId: string;
}

type Row = Omit<CheckoutState, 'total' | 'expiresAt'> & {
  readonly amount: number | null;
  readonly currency: string | null;
  readonly expiresAt: Date | null;
};

/**
 * Stripe tells of a session when it is over. Until then the audit log alone knows whom it was made for. What was bought
 * is active once the tenant's own row counts it: entitlements are there then.
 */
const STATE = `
  SELECT asked.id, COALESCE(session.status, 'open') AS status, session.payment_status AS "paymentStatus",
         session.payment_status IN ('paid', 'no_payment_required') IS TRUE AS paid,
         CASE WHEN COALESCE(session.mode, opened.mode) = 'subscription'
              THEN subscription.status IN ('active', 'trialing') AND subscription.id = ANY (tenant.live_subscription_ids)
              ELSE session.payment_status IN ('paid', 'no_payment_required') END IS TRUE AS active,
         COALESCE(session.mode, opened.mode) AS mode, session.subscription_id AS subscription,
         subscription.status AS "subscriptionStatus", session.payment_intent_id AS "paymentIntent",
         session.amount_total::float8 AS amount, session.currency,
         COALESCE(session.expires_at, opened.expires_at) AS "expiresAt"
    FROM (VALUES ($1::text, $2::text, $3::text)) AS asked (account, id, tenant_id)
    LEFT JOIN checkout_sessions AS session ON session.account = asked.account AND session.id = asked.id
    LEFT JOIN LATERAL (
      SELECT after ->> 'mode' AS mode, (after ->> 'expiresAt')::timestamptz AS expires_at
        FROM audit_log
       WHERE object_type = 'checkout_session' AND object_id = asked.id AND action = 'checkout_session.create'
         AND account = asked.account AND tenant_id = asked.tenant_id
       ORDER BY audit_log.id DESC LIMIT 1
    ) AS opened ON true
    LEFT JOIN tenant_customers AS own ON own.account = asked.account AND own.customer_id = session.customer_id
    LEFT JOIN subscriptions AS subscription
      ON subscription.account = asked.account AND subscription.id = session.subscription_id
    LEFT JOIN tenants AS tenant ON tenant.account = asked.account AND tenant.id = asked.tenant_id
   WHERE opened.mode IS NOT NULL OR COALESCE(own.tenant_id, session.tenant_id) = asked.tenant_id`;

@Injectable()
export class CheckoutStateRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when the tenant has no such session. */
  async find({ account, id, tenantId }: OwnSession): Promise<CheckoutState | undefined> {
    const rows: Row[] = await this.dataSource.query(STATE, [account, id, tenantId]);
    const [row] = rows;
    if (!row) return undefined;
    const { amount, currency, expiresAt, ...state } = row;
    return { ...state, total: moneyOf(amount, currency), expiresAt: expiresAt?.toISOString() ?? null };
  }
}
