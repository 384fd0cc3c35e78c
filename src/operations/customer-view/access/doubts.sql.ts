/** All statements take the account as $1. */

/**
 * Events that are not settled, or were given up, of which some may be this customer's: their objects may have no row, so
 * that only what they say tells whose they are. $2 what a payload says that names the customer, $3 objects of the
 * customer's; $4 how many of each are looked through, the newest. An encrypted payload is handed over (`body`), up to
 * 256 kB; `isIts` then says only what the object's id does.
 */
export const OPEN_EVENTS = `
  SELECT open.stripe_event_id AS id, open.event_type AS type, open.status, open.error_class AS "errorClass",
         open.next_attempt_at AS "nextAttemptAt", open.received_at AS "receivedAt",
         open.object_key = ANY ($3::text[]) OR coalesce(payload.key_id IS NULL AND position($2::bytea IN payload.body) > 0, false)
           AS "isIts",
         payload.key_id AS "keyId",
         CASE WHEN payload.key_id IS NOT NULL AND octet_length(payload.body) <= 262144 THEN payload.body END AS body
    FROM (
      (SELECT * FROM stripe_event_log
        WHERE status = 'dead' AND account = $1 ORDER BY id DESC LIMIT $4)
      UNION ALL
      (SELECT * FROM (
         SELECT * FROM stripe_event_log WHERE status IN ('received', 'failed') LIMIT 10000
       ) AS unsettled WHERE account = $1 ORDER BY id DESC LIMIT $4)
    ) AS open
    LEFT JOIN stripe_event_payload AS payload
      ON payload.event_log_id = open.id AND payload.received_at = open.received_at
   ORDER BY open.id DESC`;

/** $2 objects of the customer's. */
export const WRONG_MODE = `
  SELECT stripe_event_id AS id FROM stripe_event_log
   WHERE account = $1 AND object_key = ANY ($2::text[]) AND verdict = 'ignored: wrong_mode'
   ORDER BY created_at DESC, id DESC LIMIT 100`;

/**
 * $2 the customer and its subscriptions. Of two states of one second either may be the row's, and either event may be the
 * one that came second: what tells is that the row is still of that second.
 */
export const AMBIGUOUS = `
  SELECT told.stripe_event_id AS id
    FROM (
      SELECT id, stripe_event_at AS at FROM customers WHERE account = $1 AND id = ANY ($2::text[])
      UNION ALL
      SELECT id, stripe_event_at FROM subscriptions WHERE account = $1 AND id = ANY ($2::text[])
    ) AS shown
    JOIN stripe_event_log AS told
      ON told.account = $1 AND told.object_key = shown.id AND told.created_at = shown.at AND told.verdict = 'ambiguous'
   LIMIT 20`;

/** $2 objects of the customer's. */
export const DIFFERING = `
  SELECT type, id, fields FROM verify_differences WHERE account = $1 AND id = ANY ($2::text[]) ORDER BY type, id LIMIT 20`;

/**
 * $2 prices and products. Who has a changed one is computed again page by page from the outbox (topic `tenants`): of what
 * was given up there is news only until the next change has gone through.
 */
export const RECOMPUTING = `
  SELECT page.payload ->> 'id' AS id, page.status = 'dead' AS dead, min(page.created_at) AS since
    FROM outbox AS page
   WHERE page.topic = 'tenants' AND page.status IN ('pending', 'dead') AND page.payload ->> 'account' = $1
     AND page.payload ->> 'id' = ANY ($2::text[])
     AND NOT (page.status = 'dead' AND EXISTS (
           SELECT FROM outbox AS later
            WHERE later.topic = 'tenants' AND later.status = 'sent' AND later.id > page.id
              AND later.payload ->> 'account' = $1 AND later.payload ->> 'id' = page.payload ->> 'id'
              AND later.payload ->> 'run' <> page.payload ->> 'run'))
   GROUP BY page.payload ->> 'id', page.status`;

/** As the health of the backend counts it: up to 10,000. */
export const BACKLOG = `
  SELECT count(*)::int AS due, coalesce(extract(epoch FROM now() - min(open_since)), 0)::float8 AS "oldestSeconds"
    FROM (SELECT greatest(received_at, processed_at) AS open_since FROM stripe_event_log
           WHERE status IN ('received', 'failed') AND (next_attempt_at IS NULL OR next_attempt_at <= now())
           LIMIT 10000) AS due`;
