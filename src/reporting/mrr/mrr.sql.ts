/** Facts as parallel arrays. Answers with those that say something new. */
export const KEEP_FACTS = `
  INSERT INTO mrr_facts AS stored (account, kind, object_id, at, event_id, event_type, customer_id, coupon_id, facts)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
                       $8::text[], $9::jsonb[])
  ON CONFLICT (account, kind, object_id, at) DO UPDATE
     SET event_id = EXCLUDED.event_id, event_type = EXCLUDED.event_type, customer_id = EXCLUDED.customer_id,
         coupon_id = EXCLUDED.coupon_id, facts = EXCLUDED.facts
   WHERE (stored.event_id, stored.event_type, stored.customer_id, stored.coupon_id, stored.facts)
         IS DISTINCT FROM (EXCLUDED.event_id, EXCLUDED.event_type, EXCLUDED.customer_id, EXCLUDED.coupon_id, EXCLUDED.facts)
  RETURNING account, kind, object_id AS id, customer_id AS "customerId"`;

export const NOTE_DUE = `
  INSERT INTO mrr_due (account, kind, object_id) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])`;

/** Entries of other workers are passed over: they lock the customers, and so wait for each other there. */
export const TAKE_DUE = `
  DELETE FROM mrr_due
   WHERE id IN (SELECT id FROM mrr_due ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING account, kind, object_id AS id`;

/** A coupon's terms came after its discounts: all who have one are due. */
export const NOTE_HOLDERS = `
  INSERT INTO mrr_due (account, kind, object_id)
  SELECT DISTINCT facts.account, 'customer', facts.customer_id
    FROM unnest($1::text[], $2::text[]) AS coupon (account, id)
    JOIN mrr_facts AS facts ON facts.account = coupon.account AND facts.coupon_id = coupon.id
   WHERE facts.customer_id IS NOT NULL`;

/** One at a time computes a customer, and reads in statements after this one. */
export const LOCK_CUSTOMERS = `
  SELECT pg_advisory_xact_lock(1886154351, bucket)
    FROM (SELECT DISTINCT hashtext(account || '/' || id) AS bucket
            FROM unnest($1::text[], $2::text[]) AS customer (account, id) ORDER BY bucket) AS wanted`;

/** Everything that was told of the customers' subscriptions and discounts, oldest first. */
export const FACTS_OF_CUSTOMERS = `
  SELECT facts.account, facts.customer_id AS "customerId", facts.kind, facts.object_id AS id,
         CASE WHEN isfinite(facts.at) THEN extract(epoch FROM facts.at)::float8 END AS at,
         facts.event_type AS type, facts.facts,
         facts.kind = 'subscription' AND NOT isfinite(facts.at) AND NOT EXISTS (
           SELECT FROM subscriptions
            WHERE account = facts.account AND id = facts.object_id AND stripe_event_id IS NULL) AS outdated
    FROM unnest($1::text[], $2::text[]) AS customer (account, id)
    CROSS JOIN LATERAL (
      SELECT * FROM mrr_facts WHERE account = customer.account AND customer_id = customer.id OFFSET 0
    ) AS facts
   ORDER BY facts.account, facts.customer_id, facts.object_id COLLATE "C", facts.at`;

export const TERMS_OF_COUPONS = `
  SELECT account, object_id AS id, facts FROM mrr_facts
   WHERE kind = 'coupon' AND (account, object_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

export const CLEAR_STATES = `
  DELETE FROM subscription_mrr WHERE (account, customer_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

export const CLEAR_CHANGES = `
  DELETE FROM mrr_changes WHERE (account, customer_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

/** $1: a list of rows as JSON. */
export const WRITE_STATES = `
  INSERT INTO subscription_mrr (account, subscription_id, from_at, until_at, customer_id, status, currency, mrr, trial_mrr,
                                metered_items, unpriced_items, discounts_missing, items)
  SELECT account, "subscriptionId", to_timestamp("from"), to_timestamp("until"), "customerId", status, currency, mrr,
         "trialMrr", metered, unpriced, "discountsMissing", items
    FROM jsonb_to_recordset($1::jsonb) AS state (
      account text, "subscriptionId" text, "from" float8, "until" float8, "customerId" text, status text, currency text,
      mrr bigint, "trialMrr" bigint, metered integer, unpriced integer, "discountsMissing" integer, items jsonb)`;

export const WRITE_CHANGES = `
  INSERT INTO mrr_changes (account, customer_id, currency, at, before, after, movement)
  SELECT account, "customerId", currency, to_timestamp(at), before, after, movement
    FROM jsonb_to_recordset($1::jsonb) AS change (
      account text, "customerId" text, currency text, at float8, before bigint, after bigint, movement text)`;
