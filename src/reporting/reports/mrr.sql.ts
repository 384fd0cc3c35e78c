import { MOVEMENTS as KINDS } from '../mrr/movements.js';
import { periodOf } from './periods.sql.js';

/** What counts at a moment: $1 account, $2 the moment. */
const STATES = `
  SELECT * FROM subscription_mrr
   WHERE account = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2)`;

export const MRR = `
  SELECT currency, sum(mrr) AS mrr, (sum(mrr) * 12) AS arr,
         count(*) FILTER (WHERE mrr > 0) AS subscriptions,
         count(DISTINCT customer_id COLLATE "C") FILTER (WHERE mrr > 0) AS customers,
         count(*) FILTER (WHERE status = 'trialing') AS trials, sum(trial_mrr) AS "trialMrr",
         coalesce(sum(metered_items) FILTER (WHERE status NOT IN ('canceled', 'incomplete_expired')), 0) AS "meteredItems",
         coalesce(sum(unpriced_items) FILTER (WHERE status NOT IN ('canceled', 'incomplete_expired')), 0) AS "unpricedItems",
         coalesce(sum(discounts_missing) FILTER (WHERE status NOT IN ('canceled', 'incomplete_expired')), 0) AS "discountsMissing"
    FROM (${STATES}) AS state
   GROUP BY currency ORDER BY currency`;

const amountOf = (kind: string): string => `coalesce(sum(step) FILTER (WHERE movement = '${kind}'), 0) AS "${kind}"`;
const customersOf = (kind: string): string => `coalesce(sum(moves) FILTER (WHERE movement = '${kind}'), 0)`;

/** What moved in each period, and with the number 0 what had before the first one. */
export const MOVEMENTS = `
  SELECT n, currency, ${KINDS.map(amountOf).join(', ')}, ${customersOf('new')} AS "newCustomers",
         ${customersOf('churn')} AS "churnedCustomers", ${customersOf('reactivation')} AS "reactivatedCustomers"
    FROM (SELECT ${periodOf('at')} AS n, currency, movement, sum(after - before) AS step, count(*) AS moves
            FROM mrr_changes WHERE account = $1 AND at < $3::timestamptz AND $2::timestamptz IS NOT NULL
           GROUP BY 1, 2, 3) AS moved
   GROUP BY n, currency ORDER BY n, currency`;

/** A plan's name is that of docs/tenants.md. A subscription of two plans counts with each. */
export const SUBSCRIBERS = `
  WITH sold AS (
    SELECT state.subscription_id COLLATE "C" AS subscription_id, state.customer_id, state.status, state.currency, item.price, item.product,
           item.quantity, item.mrr
      FROM (${STATES}) AS state
      LEFT JOIN LATERAL jsonb_to_recordset(state.items)
        AS item (price text, product text, quantity bigint, mrr bigint) ON true
     WHERE state.status NOT IN ('canceled', 'incomplete_expired')
  ), named AS (
    SELECT listed.price, listed.product, coalesce(planned.plan, nullif(btrim(product.metadata ->> 'plan'), ''), listed.product, listed.price) AS plan
      FROM (SELECT DISTINCT price, product FROM sold) AS listed
      LEFT JOIN price_plans AS planned ON planned.account = $1 AND planned.price_id = listed.price
      LEFT JOIN products AS product ON product.account = $1 AND product.id = listed.product
  ), each AS (
    SELECT named.plan, sold.status, sold.currency, sold.subscription_id, min(sold.customer_id COLLATE "C") AS customer_id,
           sum(coalesce(sold.quantity, 0)) AS quantity, sum(coalesce(sold.mrr, 0)) AS mrr
      FROM sold
      LEFT JOIN named ON named.price IS NOT DISTINCT FROM sold.price AND named.product IS NOT DISTINCT FROM sold.product
     GROUP BY named.plan, sold.status, sold.currency, sold.subscription_id
  )
  SELECT plan, status, currency, count(*) AS subscriptions, count(DISTINCT customer_id COLLATE "C") AS customers,
         sum(quantity) AS quantity, sum(mrr) AS mrr
    FROM each GROUP BY plan, status, currency ORDER BY plan NULLS LAST, status, currency`;
