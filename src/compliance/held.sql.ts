import { OWN_CUSTOMERS } from '../tenants/own-customers.sql.js';

/**
 * Every hold that an intended checkout or refund meets, in one statement; most find none. $1 account, $2 action, $3 tenant,
 * $4 customer, $5 price, $6 charge, $7 quantity, $8 amount, $9 currency; what does not apply is null.
 *
 * Who is held does not get through under another name: a tenant stands for all its customers, and a customer for its
 * tenant. But nobody is held, or let through, by a stranger's word: what a customer did whom only a Payment Link's
 * `client_reference_id` calls the tenant's holds that customer alone, and the tenant's release is none of it.
 *
 * A checkout is of a price; a refund is of a charge, whose invoice tells the prices.
 */
export const HELD = `
  WITH known_tenant AS (
    SELECT $3::text AS id WHERE $3::text IS NOT NULL
    UNION
    SELECT own.tenant_id FROM (${OWN_CUSTOMERS}) AS own WHERE own.account = $1 AND own.customer_id = $4
  ), tenant AS (
    SELECT id FROM known_tenant
    UNION
    SELECT tenant_id FROM tenant_customers WHERE account = $1 AND customer_id = $4 AND tenant_id IS NOT NULL
  ), customer AS (
    SELECT $4::text AS id WHERE $4::text IS NOT NULL
    UNION
    SELECT own.customer_id
      FROM known_tenant JOIN (${OWN_CUSTOMERS}) AS own ON own.tenant_id = known_tenant.id
     WHERE own.account = $1
  ), paid AS (
    SELECT charge.id, charge.payment_intent_id, charge.invoice_id, charge.country, charge.currency,
           charge.amount - coalesce(charge.amount_refunded, 0) AS amount
      FROM charges AS charge WHERE charge.account = $1 AND charge.id = $6
  ), risky AS (
    SELECT $6::text AS charge_id, (SELECT payment_intent_id FROM paid) AS payment_intent_id WHERE $2::text = 'refund'
    UNION ALL
    SELECT charge.id, charge.payment_intent_id
      FROM charges AS charge
     WHERE $2::text = 'checkout' AND charge.account = $1 AND charge.customer_id IN (SELECT id FROM customer)
  ), sold AS (
    SELECT meant.price_id, price.product_id,
           lower(btrim(coalesce(nullif(btrim(price.metadata ->> 'category'), ''), product.metadata ->> 'category')))
             AS category
      FROM (
        SELECT $5::text AS price_id WHERE $5::text IS NOT NULL
        UNION
        SELECT line.price_id
          FROM invoice_lines AS line
         WHERE line.account = $1 AND line.price_id IS NOT NULL AND line.parent_id IN (
           SELECT invoice_id FROM paid
           UNION
           SELECT part.invoice_id FROM paid JOIN invoice_payments AS part
               ON part.account = $1 AND (part.charge_id = paid.id OR part.payment_intent_id = paid.payment_intent_id)
         )
      ) AS meant
      LEFT JOIN prices AS price ON price.account = $1 AND price.id = meant.price_id
      LEFT JOIN products AS product ON product.account = $1 AND product.id = price.product_id
  ), category AS (
    SELECT category AS name FROM sold
    UNION
    SELECT lower(btrim(mirrored.metadata ->> 'category'))
      FROM customer JOIN customers AS mirrored ON mirrored.account = $1 AND mirrored.id = customer.id
  ), country AS (
    SELECT upper(btrim(mirrored.country)) AS code
      FROM customer JOIN customers AS mirrored ON mirrored.account = $1 AND mirrored.id = customer.id
    UNION
    SELECT upper(means.country)
      FROM customer JOIN payment_methods AS means ON means.account = $1 AND means.customer_id = customer.id
     WHERE $2::text = 'checkout'
    UNION
    SELECT upper(country) FROM paid
  ), total AS (
    SELECT coalesce($8::numeric, (SELECT amount FROM paid), (
             SELECT $7::numeric * CASE WHEN price.unit_amount_decimal ~ '^[0-9]{1,20}([.][0-9]{1,12})?$'
                                       THEN price.unit_amount_decimal::numeric ELSE price.unit_amount END
               FROM prices AS price WHERE price.account = $1 AND price.id = $5
           )) AS amount,
           coalesce($9::text, (SELECT currency FROM paid), (
             SELECT currency FROM prices WHERE account = $1 AND id = $5
           )) AS currency
  )
  SELECT met.id, met.kind, least(trunc(total.amount), ${Number.MAX_SAFE_INTEGER})::text AS amount, total.currency
    FROM (
      SELECT rule.id, 'rule' AS kind
        FROM compliance_rules AS rule
       WHERE rule.account = $1 AND rule.ended_at IS NULL AND (rule.action IS NULL OR rule.action = $2)
         AND (rule.tenant_id IS NULL OR rule.tenant_id IN (SELECT id FROM tenant))
         AND (rule.customer_id IS NULL OR rule.customer_id IN (SELECT id FROM customer))
         AND (rule.price_id IS NULL OR rule.price_id IN (SELECT price_id FROM sold))
         AND (rule.product_id IS NULL OR rule.product_id IN (SELECT product_id FROM sold))
         AND (rule.category IS NULL OR rule.category IN (SELECT name FROM category))
         AND (rule.country IS NULL OR rule.country IN (SELECT code FROM country))
         AND (rule.amount IS NULL OR EXISTS (
               SELECT FROM total WHERE total.currency = rule.currency AND total.amount >= rule.amount))
         AND NOT (rule.effect = 'hold' AND EXISTS (
               SELECT FROM hold_releases AS released
                WHERE released.account = rule.account AND released.hold_id = rule.id
                  AND released.tenant_id IN (SELECT id FROM known_tenant)))
      UNION ALL
      SELECT hold.id, hold.kind
        FROM risk_holds AS hold
       WHERE hold.account = $1 AND CASE $2::text WHEN 'checkout' THEN hold.holds_checkout ELSE hold.holds_refund END
         AND (hold.charge_id = ANY (ARRAY(SELECT charge_id FROM risky WHERE charge_id IS NOT NULL))
              OR hold.payment_intent_id = ANY (
                ARRAY(SELECT payment_intent_id FROM risky WHERE payment_intent_id IS NOT NULL)))
    ) AS met
    CROSS JOIN total
   LIMIT 20`;
