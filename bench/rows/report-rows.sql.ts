/**
 * A shop's year until now, $1 customers, $2 charges. Every number comes from the row's own number, so that each run has
 * the same rows; `part` deals them out evenly without a pattern (Knuth's multiplicative hash).
 */
const part = (number: string, of: number): string =>
  `(((${number})::bigint * 2654435761) % 4294967296 * ${of} / 4294967296)`;
const at = (number: string): string =>
  `date_trunc('second', now()) - interval '1 year' + ${part(number, 31_535_000)} * interval '1 second'`;
const currency = `CASE ${part('n', 10)} WHEN 9 THEN 'jpy' WHEN 7 THEN 'eur' WHEN 8 THEN 'eur' ELSE 'usd' END`;
const event = (number: string): string => `${at(number)}, 'evt_' || ${number}`;

export const CATALOG = `
  WITH product AS (
    INSERT INTO products (id, stripe_event_at, name, metadata)
    SELECT 'prod_' || n, now(), 'Product ' || n, '{}' FROM generate_series(1, 5) AS n
  )
  INSERT INTO prices (id, stripe_event_at, product_id, type, currency, unit_amount, unit_amount_decimal, usage_type,
                      billing_scheme, recurring_interval, recurring_interval_count, metadata)
  SELECT 'price_' || n || '_' || currency, now(), 'prod_' || (n % 5 + 1), 'recurring', currency, 1000 + n * 900,
         1000 + n * 900, 'licensed', 'per_unit', CASE WHEN n % 4 = 0 THEN 'year' ELSE 'month' END, 1, '{}'
    FROM generate_series(1, 20) AS n, unnest('{usd,eur,jpy}'::text[]) AS currency`;

/** One subscription in five has ended, one in twenty is on trial; each customer has one or two. $1 subscriptions */
export const SUBSCRIPTIONS = `
  WITH sold AS (
    SELECT n, 'sub_' || n AS id, 'cus_' || (n * 4 / 5) AS customer_id, ${currency} AS currency, ${part('n + 7', 20)} + 1 AS price,
           ${at('n')} AS created_at,
           CASE ${part('n + 3', 20)} WHEN 0 THEN 'trialing' WHEN 1 THEN 'past_due' WHEN 2 THEN 'canceled' WHEN 3 THEN 'canceled'
                WHEN 4 THEN 'canceled' WHEN 5 THEN 'canceled' ELSE 'active' END AS status
      FROM generate_series(1, $1::int) AS n
  ), subscription AS (
    INSERT INTO subscriptions (id, stripe_event_at, stripe_event_id, customer_id, status, currency, created_at, discounts, metadata)
    SELECT id, created_at, 'evt_sub_' || n, customer_id, status, currency, created_at, '[]', '{}' FROM sold
  ), item AS (
    INSERT INTO subscription_items (parent_id, id, price_id, product_id, quantity, currency, unit_amount, recurring_interval, recurring_interval_count)
    SELECT id, 'si_' || n, 'price_' || price || '_' || currency, 'prod_' || (price % 5 + 1), 1 + n % 3, currency,
           1000 + price * 900, CASE WHEN price % 4 = 0 THEN 'year' ELSE 'month' END, 1 FROM sold
  )
  INSERT INTO mrr_facts (account, kind, object_id, at, event_id, event_type, customer_id, facts)
  SELECT '', 'subscription', id, least(now(), created_at + step * interval '20 days'), 'evt_sub_' || n || '_' || step,
         'customer.subscription.' || CASE step WHEN 0 THEN 'created' ELSE 'updated' END, customer_id,
         jsonb_build_object(
           'status', CASE WHEN step < 2 THEN 'active' ELSE status END, 'currency', currency,
           'startedAt', extract(epoch FROM created_at)::bigint, 'trialEnd', NULL, 'endedAt', NULL, 'unbilled', false,
           'discounts', '[]'::jsonb,
           'items', jsonb_build_array(jsonb_build_object(
             'id', 'si_' || n, 'price', 'price_' || price || '_' || currency, 'product', 'prod_' || (price % 5 + 1),
             'quantity', 1 + (n + step % 2) % 3, 'amount', (1000 + price * 900)::text,
             'interval', CASE WHEN price % 4 = 0 THEN 'year' ELSE 'month' END, 'every', 1, 'metered', false,
             'packages', NULL, 'discounts', '[]'::jsonb)))
    FROM sold, generate_series(0, 2) AS step
  ON CONFLICT DO NOTHING`;

export const DUE = `INSERT INTO mrr_due (account, kind, object_id) SELECT DISTINCT '', 'customer', customer_id FROM mrr_facts`;

/** Six in a hundred fail; all others have a fee, but the newest thousand. $1 charges, $2 subscriptions */
export const CHARGES = `
  INSERT INTO charges (id, stripe_event_at, stripe_event_id, customer_id, payment_intent_id, balance_transaction_id, status, captured,
                       refunded, disputed, currency, amount, amount_captured, amount_refunded, failure_code, metadata, created_at)
  SELECT 'ch_3TtEzA2eZvKYlo2C' || n, ${event('n')}, 'cus_' || ${part('n', 80_000)}, 'pi_3TtEzA2eZvKYlo2C' || n,
         CASE WHEN failed OR n > $1::int - 1000 THEN NULL ELSE 'txn_3TtEzA2eZvKYlo2C' || n END,
         CASE WHEN failed THEN 'failed' ELSE 'succeeded' END, NOT failed, false, false, ${currency}, 1000 + n % 90 * 100,
         CASE WHEN failed THEN 0 ELSE 1000 + n % 90 * 100 END, 0, CASE WHEN failed THEN 'card_declined' END, '{}', ${at('n')}
    FROM (SELECT n, n % 100 < 6 AS failed FROM generate_series(1, $1::int) AS n) AS made`;

export const INTENTS = `
  INSERT INTO payment_intents (id, stripe_event_at, stripe_event_id, customer_id, status, currency, amount, metadata, created_at)
  SELECT payment_intent_id, stripe_event_at, stripe_event_id, customer_id,
         CASE WHEN status = 'succeeded' OR amount % 1000 < 500 THEN 'succeeded' WHEN amount % 1000 < 800 THEN 'requires_payment_method'
              ELSE 'canceled' END,
         currency, amount, '{}', created_at FROM charges`;

export const MOVEMENTS = `
  INSERT INTO balance_transactions (id, type, reporting_category, source_id, currency, amount, fee, net, available_on, created_at, read_at, next_attempt_at)
  SELECT balance_transaction_id, 'charge', 'charge', id, currency, amount, amount * 29 / 1000 + 30, amount - amount * 29 / 1000 - 30,
         created_at, created_at, now(), NULL
    FROM charges WHERE balance_transaction_id IS NOT NULL`;

export const REFUNDS = `
  INSERT INTO refunds (id, stripe_event_at, charge_id, status, currency, amount, metadata, created_at)
  SELECT 're_' || id, created_at, id, CASE WHEN amount % 700 = 0 THEN 'failed' ELSE 'succeeded' END, currency, amount / 2, '{}', created_at
    FROM charges WHERE status = 'succeeded' AND right(id, 2) IN ('11', '37', '93')`;

export const DISPUTES = `
  INSERT INTO disputes (id, stripe_event_at, charge_id, status, reason, currency, amount, metadata, created_at)
  SELECT 'dp_' || id, created_at, id, (ARRAY['won', 'lost', 'needs_response', 'warning_closed'])[1 + amount / 100 % 4], 'fraudulent',
         currency, amount, '{}', created_at
    FROM charges WHERE status = 'succeeded' AND right(id, 3) IN ('111', '777')`;

/** One for each charge that succeeded; what is billed by the year is billed once. $1 subscriptions */
export const INVOICES = `
  WITH bill AS (
    SELECT row_number() OVER (ORDER BY charge.id) AS n, charge.created_at, charge.currency, charge.amount, charge.customer_id
      FROM charges AS charge WHERE status = 'succeeded'
  ), invoice AS (
    INSERT INTO invoices (id, stripe_event_at, customer_id, subscription_id, status, currency, subtotal, total, amount_due, amount_paid, discounts, metadata, created_at)
    SELECT 'in_' || n, created_at, customer_id, 'sub_' || (n % $1::int + 1), 'paid', currency, amount, amount, amount, amount, '[]', '{}', created_at
      FROM bill
  )
  INSERT INTO invoice_lines (parent_id, id, amount, currency, quantity, price_id, subscription_id, proration, tax, amount_discount, period_start, period_end, metadata)
  SELECT 'in_' || n, 'il_' || n, item.unit_amount * item.quantity, item.currency, item.quantity, item.price_id, item.parent_id, false, 0, 0,
         bill.created_at, bill.created_at + CASE item.recurring_interval WHEN 'year' THEN interval '1 year' ELSE interval '1 month' END, '{}'
    FROM bill JOIN subscription_items AS item ON item.account = '' AND item.parent_id = 'sub_' || (n % $1::int + 1)
   WHERE item.recurring_interval = 'month' OR n <= $1::int`;
