/**
 * All statements take the accounts as $1 and the ids as $2, two arrays of one length, and work on all keys at once. Keys
 * are locked in one order (customers, tenants, then what plans are made of), so that two transactions can never wait for
 * each other.
 */

export const CREATE_CUSTOMERS = `
  INSERT INTO tenant_customers (account, customer_id)
  SELECT account, id FROM unnest($1::text[], $2::text[]) AS key (account, id) ORDER BY account, id
  ON CONFLICT DO NOTHING`;

export const LOCK_CUSTOMERS = `
  SELECT account, customer_id AS "customerId", tenant_id AS id FROM tenant_customers
   WHERE (account, customer_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY account, customer_id FOR UPDATE`;

/** What the adopter assigned counts, else the customer's own word, its latest checkout's, its latest subscription's. */
export const ASSIGN_CUSTOMERS = `
  UPDATE tenant_customers AS link SET tenant_id = owner.tenant_id
    FROM (
      SELECT key.account, key.id,
             COALESCE(own.assigned_tenant_id, customer.tenant_id, session.tenant_id, subscription.tenant_id) AS tenant_id
        FROM unnest($1::text[], $2::text[]) AS key (account, id)
        LEFT JOIN tenant_customers AS own ON own.account = key.account AND own.customer_id = key.id
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
  RETURNING link.account, link.customer_id AS "customerId", link.tenant_id AS id`;

export const CREATE_TENANTS = `
  INSERT INTO tenants (account, id)
  SELECT account, id FROM unnest($1::text[], $2::text[]) AS key (account, id) ORDER BY account, id
  ON CONFLICT DO NOTHING`;

export const LOCK_TENANTS = `
  SELECT 1 FROM tenants WHERE (account, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY account, id FOR UPDATE`;

/**
 * Locks what the tenants' plans are made of, shared, and, with the accounts as $3, kinds as $4 and ids as $5, the prices
 * and products that this transaction has changed, for itself. So whoever computes a tenant from the former plan commits
 * before the change, and is found when the change goes through the tenants that have it; whoever comes later computes
 * from the new one. Prices and products share 512 locks: a computation of many tenants takes no more.
 */
export const LOCK_CATALOG = `
  SELECT CASE WHEN changed THEN pg_advisory_xact_lock(1886154350, bucket)
              ELSE pg_advisory_xact_lock_shared(1886154350, bucket) END
    FROM (
      SELECT bucket, bool_or(changed) AS changed
        FROM (
          SELECT hashtext(concat_ws('/', part.kind, item.account, part.id)) & 511 AS bucket, false AS changed
            FROM unnest($1::text[], $2::text[]) AS tenant (account, id)
            CROSS JOIN LATERAL (
              SELECT customer_id FROM tenant_customers
               WHERE account = tenant.account AND tenant_id = tenant.id OFFSET 0
            ) AS link
            CROSS JOIN LATERAL (
              SELECT id FROM subscriptions
               WHERE account = tenant.account AND customer_id = link.customer_id OFFSET 0
            ) AS subscription
            CROSS JOIN LATERAL (
              SELECT account, price_id, product_id FROM subscription_items
               WHERE account = tenant.account AND parent_id = subscription.id OFFSET 0
            ) AS item
            CROSS JOIN LATERAL (VALUES ('price', item.price_id), ('product', item.product_id)) AS part (kind, id)
           WHERE part.id IS NOT NULL
          UNION ALL
          SELECT hashtext(concat_ws('/', kind, account, id)) & 511, true
            FROM unnest($3::text[], $4::text[], $5::text[]) AS part (account, kind, id)
        ) AS part
       GROUP BY bucket
       ORDER BY bucket
    ) AS wanted`;

/** Fields whose changes are kept as history. Times as text, for every session to spell them alike. */
const told = (row: string): string => `
  jsonb_build_object('plan', ${row}.plan, 'status', ${row}.subscription_status, 'quantity', ${row}.quantity,
                     'current_period_end', to_char(${row}.current_period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                     'customer_id', ${row}.customer_id)`;

/**
 * The subscription that counts is the best of all of the tenant's customers: a live one before one that ended, by how
 * much access its status means, then the latest. A status that Stripe has yet to invent is live, and the last of them;
 * one that is incomplete was never paid, ends by itself within a day, and is not counted as live.
 *
 * The features are those that Stripe says are active, once it has said so of one of the customers; else the plan's while
 * the subscription is trialing, active or past due (Stripe still tries to collect). Limits are the plan's, meanwhile.
 *
 * $3: for each tenant the event that is why, or null. Answers with the tenants that changed.
 *
 * OFFSET 0 keeps the planner from joining by account first. Nearly all rows have the same one, which it does not know of a
 * table that has grown since it was last analyzed: 200 tenants of 500 then took more than 15 s, and take 20 ms so.
 */
export const COMPUTE_TENANTS = `
  WITH tenant AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS key (account, id, cause)
  ), link AS MATERIALIZED (
    SELECT tenant.account, tenant.id AS tenant_id, own.customer_id, customer.created_at, customer.deleted_at
      FROM tenant
      CROSS JOIN LATERAL (
        SELECT customer_id FROM tenant_customers WHERE account = tenant.account AND tenant_id = tenant.id OFFSET 0
      ) AS own
      LEFT JOIN LATERAL (
        SELECT created_at, deleted_at FROM customers WHERE account = tenant.account AND id = own.customer_id OFFSET 0
      ) AS customer ON true
  ), ranked AS MATERIALIZED (
    SELECT link.account, link.tenant_id, link.customer_id, subscription.*,
           CASE WHEN status IN ('active', 'trialing') THEN 1
                WHEN status = 'past_due' THEN 2
                WHEN status = 'unpaid' THEN 3
                WHEN status = 'paused' THEN 4
                WHEN status = 'incomplete' THEN 5
                WHEN status IN ('canceled', 'incomplete_expired') THEN 7
                ELSE 6 END AS rank
      FROM link
      CROSS JOIN LATERAL (
        SELECT id, status, current_period_end, cancel_at, created_at FROM subscriptions
         WHERE account = link.account AND customer_id = link.customer_id AND deleted_at IS NULL OFFSET 0
      ) AS subscription
  ), live AS (
    SELECT account, tenant_id, array_agg(id ORDER BY id COLLATE "C") AS ids
      FROM ranked WHERE rank NOT IN (5, 7) GROUP BY account, tenant_id
  ), best AS (
    SELECT DISTINCT ON (account, tenant_id) *, status IN ('trialing', 'active', 'past_due') AS grants
      FROM ranked
     ORDER BY account, tenant_id, rank, created_at DESC NULLS LAST, id COLLATE "C" DESC
  ), latest_customer AS (
    SELECT DISTINCT ON (account, tenant_id) account, tenant_id, customer_id
      FROM link
     ORDER BY account, tenant_id, created_at DESC NULLS LAST, customer_id COLLATE "C" DESC
  ), stripe AS (
    SELECT link.account, link.tenant_id,
           array_agg(DISTINCT entitlement.lookup_key COLLATE "C" ORDER BY entitlement.lookup_key COLLATE "C")
             FILTER (WHERE entitlement.lookup_key IS NOT NULL AND link.deleted_at IS NULL) AS features
      FROM link
      CROSS JOIN LATERAL (
        SELECT id FROM active_entitlement_summaries
         WHERE account = link.account AND id = link.customer_id OFFSET 0
      ) AS summary
      LEFT JOIN LATERAL (
        SELECT lookup_key FROM active_entitlements WHERE account = link.account AND parent_id = summary.id OFFSET 0
      ) AS entitlement ON true
     GROUP BY link.account, link.tenant_id
  ), state AS (
    SELECT tenant.account, tenant.id, tenant.cause, COALESCE(best.customer_id, latest_customer.customer_id) AS customer_id,
           best.id AS subscription_id, best.status AS subscription_status, item.price_id, item.product_id, item.quantity,
           best.current_period_end, best.cancel_at, COALESCE(live.ids, '{}') AS live_subscription_ids, item.plan,
           CASE WHEN stripe.tenant_id IS NOT NULL THEN COALESCE(stripe.features, '{}')
                WHEN best.grants THEN offered.features ELSE '{}' END AS features,
           CASE WHEN best.grants THEN allowed.limits ELSE '{}' END AS limits,
           CASE WHEN stripe.tenant_id IS NOT NULL THEN 'stripe' WHEN best.grants THEN 'plan' END AS entitled_by
      FROM tenant
      LEFT JOIN best ON best.account = tenant.account AND best.tenant_id = tenant.id
      LEFT JOIN live ON live.account = tenant.account AND live.tenant_id = tenant.id
      LEFT JOIN latest_customer ON latest_customer.account = tenant.account AND latest_customer.tenant_id = tenant.id
      LEFT JOIN stripe ON stripe.account = tenant.account AND stripe.tenant_id = tenant.id
      LEFT JOIN LATERAL (
        SELECT item.price_id, item.product_id, item.quantity, planned.plan
          FROM subscription_items AS item
          JOIN subscription_item_plans AS planned
            ON planned.account = item.account AND planned.parent_id = item.parent_id AND planned.id = item.id
         WHERE item.account = best.account AND item.parent_id = best.id ORDER BY item.id COLLATE "C" LIMIT 1
      ) AS item ON true
      CROSS JOIN LATERAL (
        SELECT COALESCE(array_agg(DISTINCT feature COLLATE "C" ORDER BY feature COLLATE "C"), '{}') AS features
          FROM subscription_item_plans AS planned, unnest(planned.features) AS feature
         WHERE planned.account = best.account AND planned.parent_id = best.id
      ) AS offered
      CROSS JOIN LATERAL (
        SELECT COALESCE(jsonb_object_agg(name, most), '{}') AS limits
          FROM (
            SELECT name, CASE WHEN bool_or(said = 'unlimited') THEN to_jsonb('unlimited'::text)
                              ELSE to_jsonb(max(CASE WHEN said <> 'unlimited' THEN said::bigint END)) END AS most
              FROM subscription_item_plans AS planned, jsonb_each_text(planned.limits) AS lim (name, said)
             WHERE planned.account = best.account AND planned.parent_id = best.id
             GROUP BY name
          ) AS largest
      ) AS allowed
  ), changed AS (
    UPDATE tenants AS stored
       SET customer_id = state.customer_id, subscription_id = state.subscription_id,
           subscription_status = state.subscription_status, price_id = state.price_id, product_id = state.product_id,
           quantity = state.quantity, current_period_end = state.current_period_end, cancel_at = state.cancel_at,
           live_subscriptions = cardinality(state.live_subscription_ids),
           live_subscription_ids = state.live_subscription_ids,
           several_live_since = CASE WHEN cardinality(state.live_subscription_ids) > 1
                                     THEN COALESCE(stored.several_live_since, now()) END,
           plan = state.plan, features = state.features, limits = state.limits, entitled_by = state.entitled_by,
           version = stored.version + 1, updated_at = now()
      FROM state
      JOIN tenants AS former ON former.account = state.account AND former.id = state.id
     WHERE stored.account = state.account AND stored.id = state.id
       AND (stored.customer_id, stored.subscription_id, stored.subscription_status, stored.price_id, stored.product_id,
            stored.quantity, stored.current_period_end, stored.cancel_at, stored.live_subscription_ids, stored.plan,
            stored.features, stored.limits, stored.entitled_by)
           IS DISTINCT FROM
           (state.customer_id, state.subscription_id, state.subscription_status, state.price_id, state.product_id,
            state.quantity, state.current_period_end, state.cancel_at, state.live_subscription_ids, state.plan,
            state.features, state.limits, state.entitled_by)
    RETURNING stored.account, stored.id, stored.version, state.cause,
              stored.live_subscription_ids AS live, former.live_subscription_ids AS formerly_live,
              ${told('former')} AS before, ${told('stored')} AS after
  ), noted AS (
    INSERT INTO tenant_changes (account, tenant_id, before, after, caused_by)
    SELECT account, id, before, after, cause FROM changed WHERE before <> after ORDER BY account, id
  )
  SELECT account, id, version::float8 AS version,
         CASE WHEN cardinality(live) > 1 AND live <> formerly_live THEN live END AS several FROM changed`;
