/** All statements take the account as $1, and how many rows at most as the last. */

/** $2 the customer. */
export const INVOICES = `
  SELECT id, number, status, subscription_id AS subscription, currency, total::float8 AS total,
         amount_due::float8 AS "amountDue", amount_paid::float8 AS "amountPaid",
         amount_remaining::float8 AS "amountRemaining", attempt_count AS "attemptCount",
         next_payment_attempt AS "nextPaymentAttempt", created_at AS "createdAt", due_date AS "dueAt", paid_at AS "paidAt"
    FROM invoices
   WHERE account = $1 AND customer_id = $2 AND deleted_at IS NULL
   ORDER BY created_at DESC, id COLLATE "C" DESC
   LIMIT $3`;

/** $2 the customer. The latest charge knows what was paid with; the invoice is in a table of its own since 2025-03-31.basil. */
export const PAYMENTS = `
  SELECT intent.id, intent.status, intent.currency, intent.amount::float8 AS amount,
         intent.amount_received::float8 AS "amountReceived", charge.amount_refunded::float8 AS "amountRefunded",
         coalesce(charge.disputed, false) AS disputed, intent.charge_id AS charge,
         coalesce(intent.invoice_id, (
           SELECT paid.invoice_id FROM invoice_payments AS paid
            WHERE paid.account = intent.account AND paid.payment_intent_id = intent.id AND paid.deleted_at IS NULL
            ORDER BY paid.id COLLATE "C" LIMIT 1
         )) AS invoice,
         intent.failure_code AS "failureCode", intent.decline_code AS "declineCode",
         charge.payment_method_type AS type, charge.brand, charge.last4, intent.created_at AS "createdAt"
    FROM payment_intents AS intent
    LEFT JOIN charges AS charge ON charge.account = intent.account AND charge.id = intent.charge_id
   WHERE intent.account = $1 AND intent.customer_id = $2 AND intent.deleted_at IS NULL
   ORDER BY intent.created_at DESC, intent.id COLLATE "C" DESC
   LIMIT $3`;

/** $2 the tenant, or null; $3 the customer. */
export const REFUSALS = `
  SELECT refused.id, refused.action, refused.holds, refused.times, refused.request_id AS "requestId",
         refused.created_at AS "createdAt", refused.last_at AS "lastAt"
    FROM (
      (SELECT * FROM held_requests WHERE account = $1 AND tenant_id = $2
        ORDER BY created_at DESC, id COLLATE "C" DESC LIMIT $4)
      UNION
      (SELECT * FROM held_requests WHERE account = $1 AND customer_id = $3
        ORDER BY created_at DESC, id COLLATE "C" DESC LIMIT $4)
    ) AS refused
   ORDER BY refused.created_at DESC, refused.id COLLATE "C" DESC
   LIMIT $4`;

/** $2 ids of holds, as those are told that an intended checkout or refund would meet. */
export const HOLDS = `
  SELECT id, 'rule' AS kind, effect,
         CASE WHEN action IS NULL THEN ARRAY['checkout', 'refund'] ELSE ARRAY[action] END AS actions,
         NULL AS charge, created_at AS since
    FROM compliance_rules WHERE account = $1 AND id = ANY ($2::text[])
  UNION ALL
  SELECT id, kind, 'hold',
         array_remove(ARRAY[CASE WHEN holds_checkout THEN 'checkout' END, CASE WHEN holds_refund THEN 'refund' END], NULL),
         charge_id, raised_at
    FROM risk_holds WHERE account = $1 AND id = ANY ($2::text[])
   ORDER BY since DESC NULLS LAST, id
   LIMIT $3`;
