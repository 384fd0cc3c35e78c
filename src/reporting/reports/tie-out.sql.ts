const TIMES_A_YEAR = `CASE price.recurring_interval WHEN 'year' THEN 1 WHEN 'month' THEN 12 WHEN 'week' THEN 52 WHEN 'day' THEN 365 END`;

/**
 * MRR beside what the newest finalized invoice of each subscription bills for the running period, brought to a month.
 * $1 account, $2 the moment. Six decimals before the rounding to whole units: thirds do not add up to a half otherwise.
 */
const COMPARED = `
  WITH earning AS (
    SELECT subscription_id, customer_id, currency, mrr, from_at, unpriced_items FROM subscription_mrr
     WHERE account = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) AND (mrr > 0 OR status IN ('active', 'past_due'))
  ), line AS (
    SELECT line.subscription_id, invoice.created_at AS invoiced_at,
           max(invoice.created_at) OVER (PARTITION BY line.subscription_id) AS newest,
           coalesce(line.amount_discount, 0) AS discount,
           (line.amount - coalesce(line.amount_discount, 0))::numeric * ${TIMES_A_YEAR}
             / (12 * coalesce(price.recurring_interval_count, 1)) AS monthly,
           price.id IS NULL AS unknown
      FROM invoice_lines AS line
      JOIN invoices AS invoice ON invoice.account = $1 AND invoice.id = line.parent_id
       AND invoice.status IN ('open', 'paid', 'uncollectible') AND invoice.deleted_at IS NULL
      LEFT JOIN prices AS price ON price.account = $1 AND price.id = line.price_id
     WHERE line.account = $1 AND line.subscription_id IS NOT NULL AND line.proration IS NOT TRUE
       AND line.period_end > $2 AND line.period_start <= $2 AND price.usage_type IS DISTINCT FROM 'metered'
  ), invoiced AS (
    SELECT subscription_id, max(invoiced_at) AS invoiced_at, sum(discount) AS discount, count(*) AS lines,
           round(round(sum(monthly), 6)) AS monthly, bool_or(unknown OR monthly IS NULL) AS unknown
      FROM line WHERE invoiced_at = newest GROUP BY subscription_id
  ), compared AS (
    SELECT earning.*, coalesce(invoiced.monthly, 0) AS invoiced,
           CASE WHEN earning.mrr = coalesce(invoiced.monthly, 0) AND NOT coalesce(invoiced.unknown, false) THEN 'matched'
                WHEN invoiced.subscription_id IS NULL THEN 'not_invoiced'
                WHEN invoiced.unknown OR earning.unpriced_items > 0 THEN 'price_unknown'
                WHEN abs(earning.mrr - invoiced.monthly) <= invoiced.lines THEN 'rounding'
                WHEN earning.from_at > invoiced.invoiced_at THEN 'changed_since'
                WHEN invoiced.discount > 0 THEN 'discounted_once'
                ELSE 'unexplained' END AS reason
      FROM earning LEFT JOIN invoiced USING (subscription_id)
  )`;

/** One row: `data`, and `differences`, those that somebody may want to look at, the largest first. */
export const TIE_OUT = `
  ${COMPARED}
  SELECT (SELECT coalesce(jsonb_agg(to_jsonb(told)), '[]') FROM (
            SELECT currency, reason, count(*) AS subscriptions, sum(mrr) AS mrr, sum(invoiced) AS invoiced,
                   sum(mrr) - sum(invoiced) AS difference
              FROM compared GROUP BY currency, reason ORDER BY currency, reason) AS told) AS data,
         (SELECT coalesce(jsonb_agg(to_jsonb(told)), '[]') FROM (
            SELECT subscription_id AS subscription, customer_id AS customer, currency, reason, mrr, invoiced,
                   mrr - invoiced AS difference
              FROM compared WHERE reason NOT IN ('matched', 'rounding')
             ORDER BY abs(mrr - invoiced) DESC, subscription_id COLLATE "C" LIMIT 100) AS told) AS differences`;
