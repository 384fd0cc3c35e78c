import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { REQUEST_KEY } from './refund-params.js';
import type { Hold, KnownRefund, ShownCharge } from './refundable.js';

/** Whose charges are meant. */
export interface ChargeOwner {
  /** Connected account, '' for your own. */
  readonly account: string;
  /** Null: every tenant's, and those of nobody. */
  readonly tenantId: string | null;
}

/** What is to be refunded: a charge, or the successful one of a payment intent. */
export type ChargeRef = { readonly charge: string } | { readonly paymentIntent: string };

/** A charge that the caller may refund, as far as it is his. */
export interface OwnCharge {
  readonly account: string;
  readonly id: string;
  readonly customerId: string | null;
  readonly paymentIntentId: string | null;
}

/** What decides whether, and how much of, a charge can be refunded. */
export interface ChargeFacts extends ShownCharge {
  readonly status: string | null;
  readonly captured: boolean;
  /** A dispute has taken the money back, or is about to. */
  readonly disputed: boolean;
  readonly currency: string;
  readonly refunds: readonly KnownRefund[];
  readonly holds: readonly Hold[];
}

const found = (condition: string): string => `
  SELECT charge.account, charge.id, charge.customer_id AS "customerId", charge.payment_intent_id AS "paymentIntentId"
    FROM charges AS charge
    LEFT JOIN tenant_customers AS own ON own.account = charge.account AND own.customer_id = charge.customer_id
   WHERE charge.account = $1 AND ${condition} AND charge.deleted_at IS NULL
     AND ($3::text IS NULL OR own.tenant_id = $3)
   ORDER BY charge.status = 'succeeded' DESC NULLS LAST, charge.created_at DESC NULLS LAST LIMIT 1`;

const BY_CHARGE = found('charge.id = $2');
const BY_INTENT = found('charge.payment_intent_id = $2');

const UNPAID_INTENT = `
  SELECT FROM payment_intents AS intent
    LEFT JOIN tenant_customers AS own ON own.account = intent.account AND own.customer_id = intent.customer_id
   WHERE intent.account = $1 AND intent.id = $2 AND intent.deleted_at IS NULL
     AND intent.status IS DISTINCT FROM 'succeeded' AND ($3::text IS NULL OR own.tenant_id = $3)`;

/** An inquiry may be refunded, which ends it: the dispute says so. Without its row the charge's own word counts. */
const CHARGE = `
  SELECT status, captured IS TRUE AS captured, currency, COALESCE(amount, 0)::float8 AS amount,
         COALESCE(amount_refunded, 0)::float8 AS "amountRefunded", stripe_event_at AS "shownAt",
         COALESCE((SELECT bool_or(dispute.is_charge_refundable IS NOT TRUE) FROM disputes AS dispute
                    WHERE dispute.account = charge.account AND dispute.charge_id = charge.id
                      AND dispute.deleted_at IS NULL), charge.disputed, false) AS disputed
    FROM charges AS charge WHERE account = $1 AND id = $2`;

const REFUNDS = `
  SELECT id, COALESCE(amount, 0)::float8 AS amount, COALESCE(status, '') NOT IN ('failed', 'canceled') AS live,
         created_at AS "createdAt", metadata ->> '${REQUEST_KEY}' AS "requestId"
    FROM refunds WHERE account = $1 AND charge_id = $2 AND deleted_at IS NULL`;

const HOLDS = `
  SELECT id, amount::float8 AS amount, refund_id AS "refundId"
    FROM refund_requests
   WHERE account = $1 AND charge_id = $2
     AND (state IN ('pending', 'unknown')
          OR (state = 'made' AND COALESCE(refund_status, '') NOT IN ('failed', 'canceled')))`;

/** Charges as far as they may be refunded. */
@Injectable()
export class RefundableChargeRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when there is none, or it is somebody else's. */
  async find({ account, tenantId }: ChargeOwner, ref: ChargeRef): Promise<OwnCharge | undefined> {
    const [sql, id] = 'charge' in ref ? [BY_CHARGE, ref.charge] : [BY_INTENT, ref.paymentIntent];
    const rows: OwnCharge[] = await this.dataSource.query(sql, [account, id, tenantId]);
    return rows[0];
  }

  /** Whether the payment intent is the owner's, and has not been paid. */
  async hasUnpaid({ account, tenantId }: ChargeOwner, id: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(UNPAID_INTENT, [account, id, tenantId]);
    return rows.length > 0;
  }

  /**
   * One at a time decides what of a charge is reserved, and looks in statements after this one. Not the charge's row is
   * locked, which events are written to, fifty in a transaction: neither waits for the other, and as this is the only
   * lock that a reservation takes, nobody can wait for it in a circle. Two charges that share a bucket wait in vain, for
   * milliseconds.
   */
  async lock(tx: EntityManager, { account, id }: Pick<OwnCharge, 'account' | 'id'>): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(1886154352, hashtext($1))', [`${account}/${id}`]);
  }

  /**
   * Events may commit between the statements. The charge comes first: of what it shows too early, refunds or holds are
   * lacking in nothing that is read later. Undefined when the row has gone.
   */
  async facts(tx: EntityManager, { account, id }: OwnCharge): Promise<ChargeFacts | undefined> {
    const charges: Omit<ChargeFacts, 'refunds' | 'holds'>[] = await tx.query(CHARGE, [account, id]);
    const holds: Hold[] = await tx.query(HOLDS, [account, id]);
    const refunds: KnownRefund[] = await tx.query(REFUNDS, [account, id]);
    const [charge] = charges;
    return charge && { ...charge, refunds, holds };
  }
}
