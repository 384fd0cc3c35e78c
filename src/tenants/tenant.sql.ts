/**
 * All statements take the accounts as $1 and the ids as $2, two arrays of one length, and work on all keys at once. Keys
 * are locked in one order, so that two transactions can never wait for each other.
 */

export const CREATE_CUSTOMERS = `
  INSERT INTO tenant_customers (account, customer_id)
  SELECT account, id FROM unnest($1::text[], $2::text[]) AS key (account, id) ORDER BY account, id
  ON CONFLICT DO NOTHING`;

export const LOCK_CUSTOMERS = `
  SELECT account, tenant_id AS id FROM tenant_customers
   WHERE (account, customer_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY account, customer_id FOR UPDATE`;

/** The customer's own word counts, else its latest checkout's, else its latest subscription's. */
export const ASSIGN_CUSTOMERS = `
  UPDATE tenant_customers AS link SET tenant_id = owner.tenant_id
    FROM (
      SELECT key.account, key.id, COALESCE(customer.tenant_id, session.tenant_id, subscription.tenant_id) AS tenant_id
        FROM unnest($1::text[], $2::text[]) AS key (account, id)
        LEFT JOIN customers AS customer ON customer.account = key.account AND customer.id = key.id
        LEFT JOIN LATERAL (
          SELECT tenant_id FROM checkout_sessions
           WHERE account = key.account AND customer_id = key.id AND tenant_id IS NOT NULL
           ORDER BY created_at DESC NULLS LAST, id COLLATE "C" DESC LIMIT 1
        ) AS session ON true
        LEFT JOIN LATERAL (
          SELECT tenant_id FROM subscriptions
           WHERE account = key.account AND customer_id = key.id AND tenant_id IS NOT NULL
           ORDER BY created_at DESC NULLS LAST, id COLLATE "C" DESC LIMIT 1
        ) AS subscription ON true
    ) AS owner
   WHERE link.account = owner.account AND link.customer_id = owner.id
     AND link.tenant_id IS DISTINCT FROM owner.tenant_id
  RETURNING link.account, link.tenant_id AS id`;

export const CREATE_TENANTS = `
  INSERT INTO tenants (account, id)
  SELECT account, id FROM unnest($1::text[], $2::text[]) AS key (account, id) ORDER BY account, id
  ON CONFLICT DO NOTHING`;

export const LOCK_TENANTS = `
  SELECT 1 FROM tenants WHERE (account, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY account, id FOR UPDATE`;

/**
 * The subscription that counts is the best of all of the tenant's customers: a live one before one that ended, by how
 * much access its status means, then the latest. A status that Stripe has yet to invent is live, and the last of them.
 */
export const COMPUTE_TENANTS = `
  WITH tenant AS (
    SELECT * FROM unnest($1::text[], $2::text[]) AS key (account, id)
  ), ranked AS (
    SELECT tenant.account, tenant.id AS tenant_id, subscription.id, subscription.customer_id, subscription.status,
           subscription.current_period_end, subscription.cancel_at, subscription.created_at,
           CASE WHEN subscription.status IN ('active', 'trialing') THEN 1
                WHEN subscription.status = 'past_due' THEN 2
                WHEN subscription.status = 'unpaid' THEN 3
                WHEN subscription.status = 'paused' THEN 4
                WHEN subscription.status = 'incomplete' THEN 5
                WHEN subscription.status IN ('canceled', 'incomplete_expired') THEN 7
                ELSE 6 END AS rank
      FROM tenant
      JOIN tenant_customers AS link ON link.account = tenant.account AND link.tenant_id = tenant.id
      JOIN subscriptions AS subscription
        ON subscription.account = link.account AND subscription.customer_id = link.customer_id
     WHERE subscription.deleted_at IS NULL
  ), best AS (
    SELECT DISTINCT ON (account, tenant_id) *, count(*) FILTER (WHERE rank < 7) OVER (PARTITION BY account, tenant_id) AS live
      FROM ranked
     ORDER BY account, tenant_id, rank, created_at DESC NULLS LAST, id COLLATE "C" DESC
  ), latest_customer AS (
    SELECT DISTINCT ON (tenant.account, tenant.id) tenant.account, tenant.id AS tenant_id, link.customer_id
      FROM tenant
      JOIN tenant_customers AS link ON link.account = tenant.account AND link.tenant_id = tenant.id
      LEFT JOIN customers AS customer ON customer.account = link.account AND customer.id = link.customer_id
     ORDER BY tenant.account, tenant.id, customer.created_at DESC NULLS LAST, link.customer_id COLLATE "C" DESC
  ), state AS (
    SELECT tenant.account, tenant.id, COALESCE(best.customer_id, latest_customer.customer_id) AS customer_id,
           best.id AS subscription_id, best.status AS subscription_status, item.price_id, item.product_id, item.quantity,
           best.current_period_end, best.cancel_at, COALESCE(best.live, 0)::integer AS live_subscriptions
      FROM tenant
      LEFT JOIN best ON best.account = tenant.account AND best.tenant_id = tenant.id
      LEFT JOIN latest_customer ON latest_customer.account = tenant.account AND latest_customer.tenant_id = tenant.id
      LEFT JOIN LATERAL (
        SELECT price_id, product_id, quantity FROM subscription_items
         WHERE account = best.account AND parent_id = best.id ORDER BY id COLLATE "C" LIMIT 1
      ) AS item ON true
  )
  UPDATE tenants AS stored
     SET customer_id = state.customer_id, subscription_id = state.subscription_id,
         subscription_status = state.subscription_status, price_id = state.price_id, product_id = state.product_id,
         quantity = state.quantity, current_period_end = state.current_period_end, cancel_at = state.cancel_at,
         live_subscriptions = state.live_subscriptions, updated_at = now()
    FROM state
   WHERE stored.account = state.account AND stored.id = state.id
     AND (stored.customer_id, stored.subscription_id, stored.subscription_status, stored.price_id, stored.product_id,
          stored.quantity, stored.current_period_end, stored.cancel_at, stored.live_subscriptions)
         IS DISTINCT FROM
         (state.customer_id, state.subscription_id, state.subscription_status, state.price_id, state.product_id,
          state.quantity, state.current_period_end, state.cancel_at, state.live_subscriptions)`;
