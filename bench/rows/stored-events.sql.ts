/**
 * More than a year of events, straight into the tables: as they look when they were received and settled long ago. Every
 * value comes from the row's number, so that each run has the same rows.
 */

/** Months that are in the past get their partitions as they did while they were to come. */
export const PARTITIONS = `
  DO $$ DECLARE month timestamptz; BEGIN
    FOR month IN SELECT generate_series(date_trunc('month', now() - interval '3 months'), now(), interval '1 month') LOOP
      EXECUTE format('CREATE TABLE IF NOT EXISTS stripe_event_payload_%s PARTITION OF stripe_event_payload FOR VALUES FROM (%L) TO (%L)',
                     to_char(month, 'YYYY_MM'), month, month + interval '1 month');
    END LOOP;
  END $$`;

const KINDS = `'{invoice.paid,invoice.updated,invoice.finalized,payment_intent.succeeded,payment_intent.created,charge.succeeded,charge.updated,customer.subscription.updated,customer.updated,invoiceitem.created}'::text[]`;
const PREFIXES = `'{in,in,in,pi,pi,ch,ch,sub,cus,ii}'::text[]`;

/** $1 rows, $2 the first one's number, $3 and $4: days ago that they begin and end. One in twenty is superseded. */
const LOG = `
  INSERT INTO stripe_event_log (stripe_event_id, event_type, api_version, account, livemode, object_key, source, status, verdict,
                                superseded_by, next_attempt_at, created_at, received_at, processed_at)
  SELECT 'evt_1' || md5('event ' || n), (${KINDS})[1 + n % 10], '2026-10-28.endive', '', false,
         (${PREFIXES})[1 + n % 10] || '_1' || md5('object ' || n / 40 * 10 + n % 10), 'webhook', 'processed',
         CASE WHEN n % 20 = 0 THEN 'superseded' ELSE 'applied' END, CASE WHEN n % 20 = 0 THEN 'evt_1' || md5('event ' || n + 10) END,
         NULL, date_trunc('second', at), at + interval '1.2 seconds', at + interval '1.4 seconds'
    FROM generate_series($2::int, $2::int + $1::int - 1) AS n,
         LATERAL (SELECT now() - $3::int * interval '1 day'
                         + (n - $2::int)::float8 / $1::int * ($3::int - $4::int) * interval '1 day' AS at) AS moment`;

/** Log rows whose payloads retention has removed. */
export const SLIM = LOG;

/** With payloads; $5: bodies, of which each row takes one with an event id of its own. */
export const WITH_PAYLOADS = `
  WITH logged AS (${LOG} RETURNING id, stripe_event_id, received_at)
  INSERT INTO stripe_event_payload (event_log_id, received_at, body)
  SELECT id, received_at,
         convert_to(regexp_replace(($5::text[])[1 + id % cardinality($5::text[])], 'evt_\\w+', stripe_event_id), 'UTF8') FROM logged`;
