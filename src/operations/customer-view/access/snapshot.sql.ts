import { OWN_CUSTOMERS } from '../../../tenants/own-customers.sql.js';

/** All statements take the account as $1; times are the database's. */

/** $2 the customer. One row, also of a customer that nobody knows: `isKnown` is then false. */
export const IDENTITY = `
  SELECT now() AS now,
         mirrored.id IS NOT NULL OR link.customer_id IS NOT NULL
           OR EXISTS (SELECT FROM stripe_event_log AS told
                       WHERE told.account = $1 AND told.object_key = $2
                         AND told.event_type ~ '^(v1[.])?customer[.][a-z_]+$') AS "isKnown",
         mirrored.id IS NOT NULL AS "isMirrored", mirrored.email, mirrored.delinquent, mirrored.created_at AS "createdAt",
         mirrored.deleted_at AS "deletedAt", mirrored.stripe_event_id AS "eventId", link.tenant_id AS "tenantId",
         CASE WHEN link.assigned_tenant_id IS NOT NULL THEN 'assignment'
              WHEN mirrored.tenant_id IS NOT NULL THEN 'customer'
              WHEN EXISTS (SELECT FROM checkout_sessions AS session
                            WHERE session.account = $1 AND session.customer_id = $2 AND session.tenant_id IS NOT NULL)
                THEN 'checkout_session'
              ELSE 'subscription' END AS "saidBy",
         EXISTS (SELECT FROM (${OWN_CUSTOMERS}) AS own WHERE own.account = $1 AND own.customer_id = $2) AS "isOwn",
         standing.deleted_at AS "accountLeftAt", (SELECT livemode FROM stripe_binding) AS livemode
    FROM (VALUES ($1::text, $2::text)) AS asked (account, id)
    LEFT JOIN customers AS mirrored ON mirrored.account = asked.account AND mirrored.id = asked.id
    LEFT JOIN tenant_customers AS link ON link.account = asked.account AND link.customer_id = asked.id
    LEFT JOIN connected_account_authorizations AS standing
      ON standing.account = asked.account AND standing.id = asked.account AND asked.account <> ''`;

/** $2 the tenant. */
export const TENANT = `
  SELECT customer_id AS "customerId", subscription_id AS "subscriptionId", subscription_status AS status, plan, features,
         limits, entitled_by AS "entitledBy", live_subscription_ids AS "liveSubscriptionIds",
         several_live_since AS "severalLiveSince", updated_at AS "updatedAt", version::float8 AS version
    FROM tenants WHERE account = $1 AND id = $2`;

/** $2 the tenant, $3 this customer, which comes first, $4 how many. */
export const SIBLINGS = `
  SELECT link.customer_id AS id, mirrored.deleted_at IS NOT NULL AS deleted
    FROM tenant_customers AS link
    LEFT JOIN customers AS mirrored ON mirrored.account = link.account AND mirrored.id = link.customer_id
   WHERE link.account = $1 AND link.tenant_id = $2
   ORDER BY link.customer_id = $3 DESC, mirrored.deleted_at IS NOT NULL, mirrored.created_at, link.customer_id COLLATE "C"
   LIMIT $4`;

/** $2 the tenant, or null; $3 the customer, $4 the subscription that counts, which comes first; then the newest. $5 how many. */
export const SUBSCRIPTIONS = `
  SELECT sub.id, sub.customer_id AS customer, sub.status, coalesce(item.list, '[]') AS items,
         sub.current_period_start AS "currentPeriodStart", sub.current_period_end AS "currentPeriodEnd",
         sub.trial_end AS "trialEnd", sub.cancel_at AS "cancelAt", sub.canceled_at AS "canceledAt",
         sub.ended_at AS "endedAt", sub.cancellation_reason AS "cancellationReason", sub.pause_reason AS "pauseReason",
         sub.pause_collection_behavior AS "pauseCollection", sub.latest_invoice_id AS "latestInvoice",
         sub.created_at AS "createdAt"
    FROM (
      SELECT found.*
        FROM subscriptions AS found
       WHERE found.account = $1 AND found.deleted_at IS NULL
         AND found.customer_id IN (
           SELECT $3::text
           UNION
           SELECT customer_id FROM tenant_customers WHERE account = $1 AND tenant_id = $2)
       ORDER BY found.id = $4 DESC NULLS LAST, found.created_at DESC NULLS LAST, found.id COLLATE "C" DESC
       LIMIT $5
    ) AS sub
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object(
               'id', part.id, 'price', part.price_id, 'product', planned.product_id, 'plan', planned.plan,
               'features', planned.features, 'quantity', part.quantity, 'unitAmount', part.unit_amount,
               'currency', part.currency, 'interval', part.recurring_interval,
               'intervalCount', part.recurring_interval_count,
               'namesPlan', coalesce(nullif(btrim(price.metadata ->> 'plan'), ''),
                                     nullif(btrim(product.metadata ->> 'plan'), '')) IS NOT NULL,
               'isKnown', price.id IS NOT NULL AND product.id IS NOT NULL
             ) ORDER BY part.id COLLATE "C") AS list
        FROM (
          SELECT * FROM subscription_items WHERE account = sub.account AND parent_id = sub.id
           ORDER BY id COLLATE "C" LIMIT 20
        ) AS part
        JOIN subscription_item_plans AS planned
          ON planned.account = part.account AND planned.parent_id = part.parent_id AND planned.id = part.id
        LEFT JOIN prices AS price ON price.account = part.account AND price.id = part.price_id
        LEFT JOIN products AS product ON product.account = part.account AND product.id = planned.product_id
    ) AS item ON true
   ORDER BY sub.id = $4 DESC NULLS LAST, sub.created_at DESC NULLS LAST, sub.id COLLATE "C" DESC`;

/**
 * $2 the tenant, $3 its status. When it became so, and when it changed last. Stripe's time where an event did it: ours is
 * that of the computation.
 */
export const HISTORY = `
  SELECT change.what, coalesce(cause.created_at, change.at) AS at, change.caused_by AS "eventId"
    FROM (
      (SELECT 'status' AS what, at, caused_by
         FROM tenant_changes
        WHERE account = $1 AND tenant_id = $2 AND after ->> 'status' = $3 AND before ->> 'status' IS DISTINCT FROM $3
        ORDER BY id DESC LIMIT 1)
      UNION ALL
      (SELECT 'last', at, caused_by FROM tenant_changes
        WHERE account = $1 AND tenant_id = $2 ORDER BY id DESC LIMIT 1)
    ) AS change
    LEFT JOIN stripe_event_log AS cause ON cause.stripe_event_id = change.caused_by`;

/** $2 a subscription. */
export const END_EVENT = `
  SELECT stripe_event_id AS id FROM stripe_event_log
   WHERE account = $1 AND object_key = $2 AND event_type = 'customer.subscription.deleted' AND status = 'processed'
   ORDER BY created_at DESC LIMIT 1`;

/** $2 a customer. */
export const SUMMARY = `
  SELECT stripe_event_id AS "eventId", stripe_event_at AS at FROM active_entitlement_summaries
   WHERE account = $1 AND id = $2 AND deleted_at IS NULL`;

/** $2 a feature. Plans that are sold and include it. */
export const PLANS_WITH = `
  SELECT DISTINCT planned.plan
    FROM price_plans AS planned
    JOIN prices AS price ON price.account = planned.account AND price.id = planned.price_id
   WHERE planned.account = $1 AND price.active AND $2 = ANY (planned.features)
   ORDER BY planned.plan LIMIT 10`;

/**
 * $2 a subscription. The open invoice that is in its way, else what it could not collect, else the latest; with its payment
 * intent, which was told in four ways in Stripe's history (docs/adr/0008-follow-ups-are-a-view.md).
 */
export const INVOICE = `
  SELECT due.id, due.status, due.amount_remaining::text AS "amountRemaining", due.currency,
         due.attempt_count AS "attemptCount", due.next_payment_attempt AS "nextPaymentAttempt", intent.id AS intent,
         intent.status AS "intentStatus", intent.failure_code AS "failureCode", intent.decline_code AS "declineCode"
    FROM (
      SELECT * FROM invoices
       WHERE account = $1 AND deleted_at IS NULL
         AND (subscription_id = $2
              OR id = (SELECT latest_invoice_id FROM subscriptions WHERE account = $1 AND id = $2))
       ORDER BY (status = 'open') DESC NULLS LAST, (status = 'uncollectible') DESC NULLS LAST,
                created_at DESC NULLS LAST, id COLLATE "C" DESC
       LIMIT 1
    ) AS due
    LEFT JOIN LATERAL (
      SELECT linked.*
        FROM (
          SELECT due.payment_intent_id AS id
          UNION
          SELECT paid.payment_intent_id FROM invoice_payments AS paid WHERE paid.account = $1 AND paid.invoice_id = due.id
          UNION
          SELECT named.id FROM payment_intents AS named WHERE named.account = $1 AND named.invoice_id = due.id
          UNION
          SELECT near.id FROM payment_intents AS near
           WHERE near.account = $1 AND near.customer_id = due.customer_id AND near.invoice_id IS NULL
             AND near.currency = due.currency AND near.amount = due.amount_due
             AND near.created_at BETWEEN due.finalized_at - interval '5 seconds' AND due.finalized_at + interval '5 seconds'
        ) AS key
        JOIN payment_intents AS linked ON linked.account = $1 AND linked.id = key.id
       ORDER BY linked.status IN ('succeeded', 'canceled'), linked.created_at DESC NULLS LAST, linked.id DESC
       LIMIT 1
    ) AS intent ON true`;

/** $2 an invoice. No row: nobody has to be asked to pay it. */
export const FOLLOW_UP = `
  SELECT reason, failure_code AS "failureCode", decline_code AS "declineCode", last_failed_at AS "lastFailedAt"
    FROM payment_follow_ups WHERE account = $1 AND kind = 'invoice' AND id = $2`;
