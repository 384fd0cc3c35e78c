import { periodOf, within } from './periods.sql.js';
import { MADE_REFUND } from './revenue.sql.js';

/**
 * What became of the invoice, looked up one by one for the few payments that were not made: a join would read all
 * invoices. Which one it is, is in another table since 2025-03-31.basil, and stands in charges of before payment intents.
 */
const INVOICE_STATUS = `
        CASE WHEN intent.status IS DISTINCT FROM 'succeeded' THEN (
          SELECT status FROM invoices
           WHERE account = $1 AND id = CASE
             WHEN payment.intent_id IS NULL THEN (SELECT invoice_id FROM charges WHERE account = $1 AND id = payment.id)
             ELSE coalesce(intent.invoice_id, (
               SELECT invoice_id FROM invoice_payments AS paid
                WHERE paid.account = $1 AND paid.payment_intent_id = payment.intent_id AND paid.deleted_at IS NULL
                ORDER BY paid.id COLLATE "C" LIMIT 1)) END) END`;

/**
 * A payment is an intent, or a charge without one. It failed in the period of its first failed charge, and what became of
 * it since is told whenever that was: recovered is paid in the end, lost is canceled, void or written off.
 */
export const FAILED_PAYMENTS = `
  WITH former AS MATERIALIZED (
    SELECT DISTINCT payment_intent_id AS intent_id FROM charges
     WHERE account = $1 AND status = 'failed' AND deleted_at IS NULL AND created_at < $2::timestamptz
  ), payment AS (
    SELECT coalesce(charge.payment_intent_id, charge.id) AS id, charge.payment_intent_id AS intent_id, charge.currency,
           min(charge.created_at) AS failed_at, (array_agg(charge.amount ORDER BY charge.created_at))[1] AS amount,
           count(*) AS attempts
      FROM charges AS charge
     WHERE charge.account = $1 AND charge.status = 'failed' AND charge.deleted_at IS NULL
       AND ${within('charge.created_at')}
     GROUP BY 1, 2, 3
  ), told AS (
    SELECT payment.*, intent.status AS intent_status, ${INVOICE_STATUS} AS invoice_status
      FROM payment
      LEFT JOIN payment_intents AS intent ON intent.account = $1 AND intent.id = payment.intent_id
     WHERE NOT EXISTS (SELECT FROM former WHERE former.intent_id = payment.intent_id)
  ), outcome AS (
    SELECT failed_at, currency, amount, attempts,
           CASE WHEN intent_status = 'succeeded' OR invoice_status = 'paid' THEN 'recovered'
                WHEN intent_status = 'canceled' OR invoice_status IN ('void', 'uncollectible') THEN 'lost'
                ELSE 'open' END AS outcome
      FROM (SELECT * FROM told OFFSET 0) AS once
  )
  SELECT ${periodOf('failed_at')} AS n, coalesce(outcome.currency, '') AS currency, count(*) AS payments, sum(amount) AS amount,
         sum(attempts) AS "failedCharges",
         count(*) FILTER (WHERE outcome = 'recovered') AS recovered,
         coalesce(sum(amount) FILTER (WHERE outcome = 'recovered'), 0) AS "recoveredAmount",
         count(*) FILTER (WHERE outcome = 'lost') AS lost,
         coalesce(sum(amount) FILTER (WHERE outcome = 'lost'), 0) AS "lostAmount",
         count(*) FILTER (WHERE outcome = 'open') AS open,
         coalesce(sum(amount) FILTER (WHERE outcome = 'open'), 0) AS "openAmount"
    FROM outcome GROUP BY 1, outcome.currency ORDER BY 1, outcome.currency`;

/** By the day on which each was made or opened; what became of it is told as it is now. */
export const REFUNDS_AND_DISPUTES = `
  WITH figure AS (
    SELECT created_at, currency, amount,
           CASE WHEN ${MADE_REFUND} THEN CASE WHEN status IN ('pending', 'requires_action') THEN 'pending' ELSE 'refunded' END
                ELSE 'failed' END AS kind
      FROM refunds
     WHERE account = $1 AND deleted_at IS NULL
       AND ${within('created_at')}
    UNION ALL
    SELECT created_at, currency, amount,
           CASE WHEN status LIKE 'warning\\_%' THEN 'inquiry' WHEN status IN ('won', 'lost') THEN status
                WHEN status IN ('needs_response', 'under_review') THEN 'contested' ELSE 'ended' END
      FROM disputes
     WHERE account = $1 AND deleted_at IS NULL
       AND ${within('created_at')}
  )
  SELECT ${periodOf('created_at')} AS n, coalesce(figure.currency, '') AS currency,
         ${['refunded', 'pending', 'failed', 'inquiry', 'contested', 'won', 'lost', 'ended']
           .map(
             (kind) => `count(*) FILTER (WHERE kind = '${kind}') AS "${kind}",
         coalesce(sum(amount) FILTER (WHERE kind = '${kind}'), 0) AS "${kind}Amount"`,
           )
           .join(',\n         ')}
    FROM figure GROUP BY 1, figure.currency ORDER BY 1, figure.currency`;
