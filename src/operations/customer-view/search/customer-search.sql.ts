/** Accounts that are looked through when none is named. */
const MOST_ACCOUNTS = 10_000;

/** Each account that has a customer, by one look at an index for each. $1: the only one, or null. */
const ACCOUNTS = `
  account AS (
    WITH RECURSIVE known AS (
      (SELECT account FROM tenant_customers WHERE $1::text IS NULL ORDER BY account LIMIT 1)
      UNION ALL
      SELECT (SELECT next.account FROM tenant_customers AS next
               WHERE next.account > known.account ORDER BY next.account LIMIT 1)
        FROM known WHERE known.account IS NOT NULL
    )
    SELECT $1::text AS id WHERE $1::text IS NOT NULL
    UNION ALL
    (SELECT account FROM known WHERE account IS NOT NULL LIMIT ${MOST_ACCOUNTS})
  )`;

/**
 * Customers by their own id ($2), their tenant's ($3), their mail address ($4), or what is left of it when it is hashed ($5);
 * null is not asked for. A link to a tenant is there before the customer is. $6 and $7 where the page before ended, $8 how
 * many.
 */
export const SEARCH = `
  WITH ${ACCOUNTS}, match AS (
    SELECT link.account, link.customer_id AS id
      FROM account CROSS JOIN LATERAL (
        SELECT * FROM tenant_customers AS own WHERE own.account = account.id AND own.customer_id = $2 OFFSET 0
      ) AS link
     WHERE $2::text IS NOT NULL
    UNION
    SELECT link.account, link.customer_id
      FROM account CROSS JOIN LATERAL (
        SELECT * FROM tenant_customers AS own WHERE own.account = account.id AND own.tenant_id = $3 OFFSET 0
      ) AS link
     WHERE $3::text IS NOT NULL
    UNION
    SELECT account, id FROM customers
     WHERE email_sha256(email) = email_sha256($4) AND ($1::text IS NULL OR account = $1)
    UNION
    SELECT account, id FROM customers
     WHERE email_sha256(email) = decode($5, 'hex') AND ($1::text IS NULL OR account = $1)
  )
  SELECT place.id, place.created, match.account, match.id AS customer, link.tenant_id AS tenant, mirrored.email,
         tenant.plan, tenant.subscription_status AS status, mirrored.created_at AS "createdAt",
         mirrored.deleted_at AS "deletedAt"
    FROM match
    LEFT JOIN tenant_customers AS link ON link.account = match.account AND link.customer_id = match.id
    LEFT JOIN customers AS mirrored ON mirrored.account = match.account AND mirrored.id = match.id
    LEFT JOIN tenants AS tenant ON tenant.account = match.account AND tenant.id = link.tenant_id
    CROSS JOIN LATERAL (
      SELECT coalesce(mirrored.created_at, 'epoch') AS created, match.account || '/' || match.id COLLATE "C" AS id
    ) AS place
   WHERE (place.created, place.id) < ($6::timestamptz, $7::text COLLATE "C")
   ORDER BY place.created DESC, place.id DESC
   LIMIT $8`;
