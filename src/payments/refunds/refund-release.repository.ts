import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Cursor } from '../../common/cursor.js';
import type { RequestRow } from './open-request.answers.js';
import { REQUEST_KEY } from './refund-params.js';

/**
 * Hours since a request was sent last, or asked for, in which it may yet be made: it can be sent again for 23 of them, and
 * Stripe knows its key for 24 at least.
 */
const WINDOW = 24;

/**
 * Requests with all that decides whether they may be released. An account that has left answers nothing any more, whatever
 * it is asked; of all others Stripe must have refused to tell, and the window be over.
 */
const REQUESTS = `
  SELECT request.id, date_trunc('milliseconds', request.created_at) AS created, request.account,
         charge.customer_id AS customer, request.charge_id AS charge, request.payment_intent_id AS "paymentIntent",
         request.amount::float8 AS amount, request.currency, request.reason, request.state,
         COALESCE(request.refund_id, told.id) AS refund, request.stripe_code AS "stripeCode", request.looks,
         request.look_at AS "nextLookAt", request.untold_since AS "untoldSince", standing.has_left AS "accountLeft",
         request.settled_at AS "settledAt",
         CASE WHEN request.state NOT IN ('pending', 'unknown') THEN 'settled'
              WHEN told.id IS NOT NULL THEN 'told'
              WHEN request.tried_until > now() THEN 'being_sent'
              WHEN standing.has_left THEN 'releasable'
              WHEN GREATEST(request.created_at, request.tried_until) > now() - ${WINDOW} * interval '1 hour'
                THEN 'may_be_made'
              WHEN request.untold_since IS NULL THEN 'resolving'
              ELSE 'releasable' END AS release
    FROM refund_requests AS request
    LEFT JOIN charges AS charge ON charge.account = request.account AND charge.id = request.charge_id
    LEFT JOIN LATERAL (
      SELECT refund.id FROM refunds AS refund
       WHERE refund.account = request.account AND refund.charge_id = request.charge_id AND refund.deleted_at IS NULL
         AND refund.metadata ->> '${REQUEST_KEY}' = request.id
       LIMIT 1
    ) AS told ON true
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT FROM connected_account_authorizations AS owner
                      WHERE owner.account = request.account AND owner.id = request.account
                        AND owner.deleted_at IS NOT NULL) AS has_left
    ) AS standing`;

/** Those in hand, of which there are few: by the index of what is to be looked for. */
const OPEN = `
  ${REQUESTS}
   WHERE request.look_at IS NOT NULL AND ($1::text IS NULL OR request.account = $1)
     AND ($2::text IS NULL OR request.state = $2)
     AND (date_trunc('milliseconds', request.created_at), request.id COLLATE "C") < ($3::timestamptz, $4::text COLLATE "C")
   ORDER BY date_trunc('milliseconds', request.created_at) DESC, request.id COLLATE "C" DESC
   LIMIT $5`;

const ONE = `${REQUESTS} WHERE request.id = $1 AND ($2::text IS NULL OR request.account = $2)`;

/** First those in hand, then the newest; the customer's charges go by an index. */
const OF_CUSTOMER = `
  ${REQUESTS}
   WHERE charge.account = $1 AND charge.customer_id = $2
   ORDER BY request.look_at IS NULL, request.created_at DESC, request.id COLLATE "C" DESC
   LIMIT $3`;

/** All SQL of what operators see of requests, and say of them. Time is the database's. */
@Injectable()
export class RefundReleaseRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Newest first, one more than asked for when there is more.
   *
   * @param account undefined: all. @param state null: both.
   */
  open(
    account: string | undefined,
    state: 'pending' | 'unknown' | null,
    { limit, cursor }: { readonly limit: number; readonly cursor?: Cursor | undefined },
  ): Promise<RequestRow[]> {
    const from = [cursor?.created ?? 'infinity', cursor?.id ?? ''];
    return this.dataSource.query(OPEN, [account ?? null, state, ...from, limit + 1]);
  }

  ofCustomer(tx: EntityManager, account: string, customerId: string, most: number): Promise<RequestRow[]> {
    return tx.query(OF_CUSTOMER, [account, customerId, most]);
  }

  /** Undefined when there is none within reach. @param account undefined: any. */
  async find(tx: EntityManager, id: string, account: string | undefined): Promise<RequestRow | undefined> {
    const rows: RequestRow[] = await tx.query(ONE, [id, account ?? null]);
    return rows[0];
  }

  /**
   * Nobody else sends it, settles it or takes it up until the transaction ends; what decides is read in a statement after
   * this one.
   */
  async lock(tx: EntityManager, id: string): Promise<void> {
    await tx.query('SELECT FROM refund_requests WHERE id = $1 FOR UPDATE', [id]);
  }
}
