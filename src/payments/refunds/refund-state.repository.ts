import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { showRefundState, type RefundAnswer, type RefundRow } from './refund.answers.js';
import { REQUEST_KEY } from './refund-params.js';
import type { MadeRefund } from './refund-request.repository.js';
import type { ChargeOwner } from './refundable-charge.repository.js';

/**
 * A refund and the request for it, by the id of either. What events have told counts before what Stripe answered: it is
 * newer, or the same. An event may come before the answer; the refund's metadata then says whose it is, though only of
 * the request's own charge, for metadata can be edited.
 */
const STATE = `
  SELECT COALESCE(refund.id, request.refund_id, request.id) AS id, request.id AS request,
         CASE WHEN refund.id IS NOT NULL THEN refund.status
              WHEN request.state = 'made' THEN COALESCE(request.refund_status, 'made')
              ELSE request.state END AS status,
         COALESCE(refund.reason, request.reason) AS reason, COALESCE(refund.currency, request.currency) AS currency,
         COALESCE(refund.amount, request.amount)::float8 AS amount, charge.id AS charge,
         COALESCE(refund.payment_intent_id, request.payment_intent_id, charge.payment_intent_id) AS "paymentIntent",
         refund.failure_reason AS "failureReason", request.stripe_code AS "stripeCode",
         COALESCE(refund.created_at, request.refund_created_at, request.created_at, refund.stripe_event_at) AS "createdAt"
    FROM (VALUES ($1::text, $2::text)) AS asked (account, id)
    LEFT JOIN refunds AS named
      ON named.account = asked.account AND named.id = asked.id AND named.deleted_at IS NULL
    LEFT JOIN LATERAL (
      SELECT * FROM refund_requests AS r WHERE r.account = asked.account AND r.id = asked.id
       UNION ALL
      SELECT * FROM refund_requests AS r WHERE r.account = asked.account AND r.refund_id = asked.id
       UNION ALL
      SELECT * FROM refund_requests AS r
       WHERE r.account = asked.account AND r.id = named.metadata ->> '${REQUEST_KEY}' AND r.charge_id = named.charge_id
         AND COALESCE(r.refund_id, named.id) = named.id
       LIMIT 1
    ) AS request ON true
    LEFT JOIN LATERAL (
      SELECT told.* FROM refunds AS told
       WHERE told.account = asked.account AND told.charge_id = COALESCE(request.charge_id, named.charge_id)
         AND told.deleted_at IS NULL
         AND (told.id = named.id OR told.id = request.refund_id
              OR (request.refund_id IS NULL AND told.metadata ->> '${REQUEST_KEY}' = request.id))
       ORDER BY told.id = named.id DESC NULLS LAST, told.created_at LIMIT 1
    ) AS refund ON true
    JOIN charges AS charge
      ON charge.account = asked.account AND charge.id = COALESCE(request.charge_id, named.charge_id)
    LEFT JOIN tenant_customers AS own ON own.account = charge.account AND own.customer_id = charge.customer_id
   WHERE $3::text IS NULL OR own.tenant_id = $3`;

const TOLD = `
  SELECT told.id AS "refundId", told.status AS "refundStatus", told.created_at AS "refundCreatedAt"
    FROM refund_requests AS request
    JOIN refunds AS told
      ON told.account = request.account AND told.charge_id = request.charge_id AND told.deleted_at IS NULL
   WHERE request.id = $1 AND told.metadata ->> '${REQUEST_KEY}' = request.id`;

/** What became of refunds. */
@Injectable()
export class RefundStateRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when there is none, or it is somebody else's. */
  async find({ account, tenantId }: ChargeOwner, id: string): Promise<RefundAnswer | undefined> {
    const rows: RefundRow[] = await this.dataSource.query(STATE, [account, id, tenantId]);
    return rows[0] && showRefundState(rows[0]);
  }

  /** The refund that events have told of for a request. */
  async told(request: string, by: Pick<EntityManager, 'query'> = this.dataSource): Promise<MadeRefund | undefined> {
    const rows: MadeRefund[] = await by.query(TOLD, [request]);
    return rows[0];
  }
}
