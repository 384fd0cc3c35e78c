/** Fields whose changes are kept as history. Times as text, for every session to spell them alike. */
const told = (row: string): string => `
  jsonb_build_object('plan', ${row}.plan, 'status', ${row}.subscription_status, 'quantity', ${row}.quantity,
                     'current_period_end', to_char(${row}.current_period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                     'customer_id', ${row}.customer_id, 'features', ${row}.features, 'limits', ${row}.limits,
                     'entitled_by', ${row}.entitled_by)`;

/**
 * The subscription that counts is the best of all of the tenant's customers: a live one before one that ended, by how
 * much access its status means. A status that Stripe has yet to invent is live, and the last of them; one that is
 * incomplete was never paid, ends by itself within a day, and is not counted as live.
 *
 * Of those that mean the same access the surest counts, then one that is paid, then the oldest: whom a checkout names can
 * be anybody's word (`client_reference_id` of a Payment Link is part of its URL), and so who buys something in a tenant's
 * name never takes away what it has. Of those that mean none the latest counts, for nothing can be taken away.
 *
 * The features are those that Stripe says are active, once it has said so of the customer whose subscription counts;
 * else the plan's while the subscription is trialing, active or past due (Stripe still tries to collect), with those of
 * the tenant's other customers. Limits are the plan's, meanwhile.
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
    SELECT tenant.account, tenant.id AS tenant_id, own.customer_id, customer.created_at, customer.deleted_at,
           CASE WHEN own.assigned_tenant_id IS NOT NULL THEN 1
                WHEN customer.tenant_id IS NOT NULL THEN 2
                WHEN session.says THEN 3
                ELSE 4 END AS doubt
      FROM tenant
      CROSS JOIN LATERAL (
        SELECT customer_id, assigned_tenant_id FROM tenant_customers
         WHERE account = tenant.account AND tenant_id = tenant.id OFFSET 0
      ) AS own
      LEFT JOIN LATERAL (
        SELECT tenant_id, created_at, deleted_at FROM customers
         WHERE account = tenant.account AND id = own.customer_id OFFSET 0
      ) AS customer ON true
      LEFT JOIN LATERAL (
        SELECT true AS says FROM checkout_sessions
         WHERE account = tenant.account AND customer_id = own.customer_id AND tenant_id IS NOT NULL LIMIT 1
      ) AS session ON true
  ), ranked AS MATERIALIZED (
    SELECT link.account, link.tenant_id, link.customer_id, link.doubt, subscription.*,
           CASE WHEN status IN ('active', 'trialing', 'past_due') THEN 1
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
    SELECT DISTINCT ON (account, tenant_id) *, rank = 1 AS grants
      FROM ranked
     ORDER BY account, tenant_id, rank, doubt, status = 'past_due', CASE WHEN rank = 1 THEN created_at END,
              created_at DESC NULLS LAST, id COLLATE "C"
  ), surest_customer AS (
    SELECT DISTINCT ON (account, tenant_id) account, tenant_id, customer_id
      FROM link
     ORDER BY account, tenant_id, deleted_at IS NOT NULL, doubt, created_at, customer_id COLLATE "C"
  ), stripe AS (
    SELECT link.account, link.tenant_id, array_agg(link.customer_id) AS customers,
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
    SELECT tenant.account, tenant.id, tenant.cause, COALESCE(best.customer_id, surest_customer.customer_id) AS customer_id,
           best.id AS subscription_id, best.status AS subscription_status, item.price_id, item.product_id, item.quantity,
           best.current_period_end, best.cancel_at, COALESCE(live.ids, '{}') AS live_subscription_ids, item.plan,
           CASE WHEN word.is_plans THEN offered.features ELSE COALESCE(stripe.features, '{}') END AS features,
           CASE WHEN best.grants THEN allowed.limits ELSE '{}' END AS limits,
           CASE WHEN word.is_plans THEN 'plan' WHEN stripe.tenant_id IS NOT NULL THEN 'stripe' END AS entitled_by
      FROM tenant
      LEFT JOIN best ON best.account = tenant.account AND best.tenant_id = tenant.id
      LEFT JOIN live ON live.account = tenant.account AND live.tenant_id = tenant.id
      LEFT JOIN surest_customer ON surest_customer.account = tenant.account AND surest_customer.tenant_id = tenant.id
      LEFT JOIN stripe ON stripe.account = tenant.account AND stripe.tenant_id = tenant.id
      LEFT JOIN LATERAL (
        SELECT item.price_id, item.product_id, item.quantity, planned.plan
          FROM subscription_items AS item
          JOIN subscription_item_plans AS planned
            ON planned.account = item.account AND planned.parent_id = item.parent_id AND planned.id = item.id
         WHERE item.account = best.account AND item.parent_id = best.id ORDER BY item.id COLLATE "C" LIMIT 1
      ) AS item ON true
      CROSS JOIN LATERAL (
        SELECT best.grants AND COALESCE(best.customer_id <> ALL (stripe.customers), true) AS is_plans
      ) AS word
      CROSS JOIN LATERAL (
        SELECT COALESCE(array_agg(DISTINCT feature COLLATE "C" ORDER BY feature COLLATE "C"), '{}') AS features
          FROM (
            SELECT unnest(planned.features) AS feature FROM subscription_item_plans AS planned
             WHERE planned.account = best.account AND planned.parent_id = best.id
            UNION ALL
            SELECT unnest(stripe.features)
          ) AS given
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
