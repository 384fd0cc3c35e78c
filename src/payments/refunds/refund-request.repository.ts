import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RefundRequest, RefundRequestState } from './refund-request.entity.js';

/** What is asked for. */
export type NewRefundRequest = Pick<
  RefundRequest,
  | 'id'
  | 'account'
  | 'chargeId'
  | 'paymentIntentId'
  | 'amount'
  | 'currency'
  | 'reason'
  | 'reverseTransfer'
  | 'refundApplicationFee'
  | 'idempotencyKey'
>;

export type StoredRequest = NewRefundRequest & Pick<RefundRequest, 'state' | 'stripeCode'>;

/** Stripe's refund, as it was made. */
export interface MadeRefund {
  /** Null where nobody knows it: an operator says that it was made. */
  readonly refundId: string | null;
  readonly refundStatus: string | null;
  /** Null where an event did not say. */
  readonly refundCreatedAt: Date | null;
}

/** How a request ended, or stands. */
export type Outcome =
  | ({ readonly state: 'made' } & MadeRefund)
  | { readonly state: 'refused'; readonly stripeCode: string | null }
  | { readonly state: 'unknown' | 'not_made' };

/**
 * Seconds for which a process may be at it: two attempts of 10 s each and the pause between them, and the database. After
 * that it is looked for.
 */
const TERM = 60;
/** Seconds until an unknown outcome is looked for first: Stripe may still be at work. */
const FIRST_LOOK = 5;
/** Hours for which the same `Idempotency-Key` means the same request, as everywhere (docs/api.md). */
const SAME = 24;
/** Hours for which it may be sent to Stripe again: an hour before Stripe may forget its key, and make a second refund. */
const SENDABLE = 23;

const COLUMNS = `id, account, charge_id AS "chargeId", payment_intent_id AS "paymentIntentId", amount::float8 AS amount,
                 currency, reason, reverse_transfer AS "reverseTransfer",
                 refund_application_fee AS "refundApplicationFee", idempotency_key AS "idempotencyKey", state,
                 stripe_code AS "stripeCode"`;

/** From which states each follows. A refund that exists is the last word, even on what was given up. */
const BEFORE: Readonly<Record<Outcome['state'], readonly RefundRequestState[]>> = {
  made: ['pending', 'unknown', 'not_made'],
  refused: ['pending', 'unknown', 'not_made'],
  unknown: ['pending', 'unknown', 'not_made'],
  not_made: ['pending', 'unknown'],
};

/** All SQL of what becomes of requests. Time is the database's. */
@Injectable()
export class RefundRequestRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findByKey(
    account: string,
    key: string,
    by: Pick<EntityManager, 'query'> = this.dataSource,
  ): Promise<StoredRequest | undefined> {
    const rows: StoredRequest[] = await by.query(
      `SELECT ${COLUMNS} FROM refund_requests
        WHERE idempotency_key = $1 AND account = $2 AND created_at > now() - ${SAME} * interval '1 hour'
        ORDER BY created_at DESC LIMIT 1`,
      [key, account],
    );
    return rows[0];
  }

  /** Reserves the amount. One that was not made is begun again. */
  async begin(tx: EntityManager, request: NewRefundRequest): Promise<void> {
    await tx.query(
      `INSERT INTO refund_requests AS r
              (id, account, charge_id, payment_intent_id, amount, currency, reason, reverse_transfer,
               refund_application_fee, idempotency_key, state, tried_until, look_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', now() + ${TERM} * interval '1 second',
               now() + ${TERM} * interval '1 second')
       ON CONFLICT (id) DO UPDATE
          SET state = 'pending', tried_until = EXCLUDED.tried_until, look_at = EXCLUDED.look_at, settled_at = NULL
        WHERE r.state = 'not_made'`,
      [
        request.id,
        request.account,
        request.chargeId,
        request.paymentIntentId,
        request.amount,
        request.currency,
        request.reason,
        request.reverseTransfer,
        request.refundApplicationFee,
        request.idempotencyKey,
      ],
    );
  }

  /** Takes the time to send it once more. @returns false when its end is known by now, or Stripe may forget its key. */
  async takeUp(id: string): Promise<boolean> {
    const [taken]: [unknown[], number] = await this.dataSource.query(
      `UPDATE refund_requests
          SET tried_until = now() + ${TERM} * interval '1 second', look_at = now() + ${TERM} * interval '1 second'
        WHERE id = $1 AND state IN ('pending', 'unknown') AND created_at > now() - ${SENDABLE} * interval '1 hour'
       RETURNING id`,
      [id],
    );
    return taken.length > 0;
  }

  /**
   * Notes how it ended, or that nobody knows.
   *
   * @param triedUntil only when nobody has taken it up since.
   * @returns the state before; undefined when nothing was noted: its end was known already.
   */
  async settle(
    tx: EntityManager,
    id: string,
    outcome: Outcome,
    triedUntil: string | null = null,
  ): Promise<RefundRequestState | undefined> {
    const refund = outcome.state === 'made' ? outcome : null;
    const stripeCode = outcome.state === 'refused' ? outcome.stripeCode : null;
    const [settled]: [{ before: RefundRequestState }[], number] = await tx.query(
      `UPDATE refund_requests AS r
          SET state = $2, refund_id = $4, refund_status = $5, refund_created_at = $6, stripe_code = $7,
              tried_until = LEAST(r.tried_until, now()),
              look_at = CASE WHEN $2 = 'unknown' THEN now() + ${FIRST_LOOK} * interval '1 second' END,
              settled_at = CASE WHEN $2 <> 'unknown' THEN now() END
         FROM (SELECT id, state FROM refund_requests WHERE id = $1 FOR UPDATE) AS former
        WHERE r.id = former.id AND former.state = ANY ($3) AND ($8::timestamptz IS NULL OR r.tried_until = $8)
       RETURNING former.state AS before`,
      [
        id,
        outcome.state,
        BEFORE[outcome.state],
        refund?.refundId ?? null,
        refund?.refundStatus ?? null,
        refund?.refundCreatedAt ?? null,
        stripeCode,
        triedUntil,
      ],
    );
    return settled[0]?.before;
  }
}
