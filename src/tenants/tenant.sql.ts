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
