import { OBJECTS } from './objects.sql.js';
import type { HappeningAnswer } from './timeline.answers.js';

/** Attempts at an invoice that are looked for: Stripe makes eight at most by itself. */
const MOST_ATTEMPTS = 20;

/** Invoices whose messages are looked for, the newest. */
const MOST_INVOICES = 500;
/**
 * Rows of one tenant whose numbers and times may be in different orders, for transactions overlap: so many more are read
 * than a page has. Ordered by `id + 0`, for which there is no index: else the planner may walk through everybody's, by the
 * number alone, until it has found enough of them.
 */
const OVERLAP = 100;

/** What the outbox calls the messages about an object, as `keyOf` of the notifications makes it. */
const MESSAGES = `
  SELECT concat_ws(':', 'invoice.attempt', $1::text, due.id, attempt) AS key
    FROM (
      SELECT id, attempt_count FROM invoices WHERE account = $1 AND customer_id = $2
       ORDER BY created_at DESC, id COLLATE "C" DESC LIMIT ${MOST_INVOICES}
    ) AS due
    CROSS JOIN LATERAL generate_series(0, least(coalesce(due.attempt_count, 0), ${MOST_ATTEMPTS})) AS attempt
  UNION ALL
  SELECT concat_ws(':', 'customer.subscription.trial_will_end', $1::text, trial.id,
                   extract(epoch FROM trial.trial_end)::bigint)
    FROM own JOIN subscriptions AS trial ON trial.account = $1 AND trial.id = own.id
   WHERE own.kind = 'subscription' AND trial.trial_end IS NOT NULL
  UNION ALL
  SELECT concat_ws(':', CASE kind WHEN 'dispute' THEN 'charge.dispute.created'
                                  WHEN 'review' THEN 'review.opened'
                                  ELSE 'radar.early_fraud_warning.created' END, $1::text, id)
    FROM object WHERE kind IN ('dispute', 'review', 'early_fraud_warning')
  UNION ALL
  SELECT unnest($7::text[])`;

/** Before the place where the page before ended: $3 its time, $4 its id. */
const before = (at: string, id: string): string => `(${at}, ${id}) < ($3::timestamptz, $4::text COLLATE "C")`;

/** Ids that go by their numbers within one time. */
const numbered = (kind: string, id: string): string => `'${kind}-' || lpad(${id}::text, 19, '0') COLLATE "C"`;

/**
 * The objects that have one of the events of a page: with the newest before it, by one look each at the index alone, which
 * is a sixth of reading what is found. Those with one in the very second of the last page's end are not counted: what they
 * have may have been shown. Of those that share a second all are taken: the log's number decides between them.
 */
const RECENT = `
  recent AS MATERIALIZED (
    SELECT kind, id
      FROM (
        SELECT object.kind, object.id, last.created_at AS at,
               rank() OVER (PARTITION BY last.created_at = $3 ORDER BY last.created_at DESC) AS place
          FROM object
          CROSS JOIN LATERAL (
            SELECT logged.created_at FROM stripe_event_log AS logged
             WHERE logged.account = $1 AND logged.object_key = object.id AND logged.created_at <= $3
             ORDER BY logged.created_at DESC LIMIT 1
          ) AS last
      ) AS placed
     WHERE placed.at = $3 OR placed.place <= $5
  )`;

const EVENTS = `
  SELECT ${numbered('event', 'told.id')} AS id, told.created_at AS created, 'event' AS kind, recent.kind AS object_type,
         recent.id AS object_id,
         jsonb_build_object('id', told.stripe_event_id, 'type', told.event_type, 'status', told.status,
                            'verdict', told.verdict, 'source', told.source, 'receivedAt', told.received_at) AS what
    FROM recent
    CROSS JOIN LATERAL (
      SELECT * FROM stripe_event_log AS logged
       WHERE logged.account = $1 AND logged.object_key = recent.id AND logged.created_at <= $3
         AND ${before('logged.created_at', numbered('event', 'logged.id'))}
       ORDER BY logged.created_at DESC, logged.id DESC LIMIT $5
    ) AS told
   ORDER BY created DESC, id DESC LIMIT $5`;

const CHANGES = `
  SELECT ${numbered('change', 'changed.id')} AS id, date_trunc('milliseconds', at) AS created, 'change', 'tenant', tenant_id,
         jsonb_build_object('before', before, 'after', after, 'causedBy', caused_by)
    FROM (
      SELECT * FROM tenant_changes
       WHERE account = $1 AND tenant_id = $6
         AND ${before(`date_trunc('milliseconds', at)`, numbered('change', 'tenant_changes.id'))}
       ORDER BY tenant_changes.id + 0 DESC LIMIT $5 + ${OVERLAP}
    ) AS changed
   ORDER BY created DESC, id DESC LIMIT $5`;

/** What somebody asked for: in the tenant's name, or about an object of the customer's. */
const ACTIONS = `
  SELECT ${numbered('action', 'done.id')} AS id, date_trunc('milliseconds', done.at) AS created, 'action', done.object_type,
         done.object_id,
         jsonb_build_object('action', done.action, 'actor', jsonb_build_object('kind', done.actor_kind, 'id', done.actor_id),
                            'outcome', done.outcome, 'requestId', done.request_id)
    FROM (
      (SELECT * FROM audit_log
        WHERE account = $1 AND tenant_id = $6
          AND ${before(`date_trunc('milliseconds', at)`, numbered('action', 'audit_log.id'))}
        ORDER BY audit_log.id + 0 DESC LIMIT $5 + ${OVERLAP})
      UNION
      SELECT named.*
        FROM object
        CROSS JOIN LATERAL (
          SELECT * FROM audit_log
           WHERE audit_log.object_id = object.id AND audit_log.account = $1
             AND audit_log.object_type = CASE WHEN object.kind IN ('dispute', 'review', 'early_fraud_warning')
                                              THEN 'hold' ELSE object.kind END
             AND ${before(`date_trunc('milliseconds', at)`, numbered('action', 'audit_log.id'))}
           ORDER BY audit_log.id + 0 DESC LIMIT $5 + ${OVERLAP}
        ) AS named
       WHERE object.kind IN ('customer', 'subscription', 'checkout_session', 'refund_request', 'dispute', 'review',
                             'early_fraud_warning')
    ) AS done
   ORDER BY created DESC, id DESC LIMIT $5`;

const NOTIFICATIONS = `
  SELECT ${numbered('notification', 'entry.id')} AS id, date_trunc('milliseconds', entry.created_at) AS created,
         'notification', split_part(entry.payload ->> 'type', '.', 1), entry.payload ->> 'object',
         jsonb_build_object('topic', entry.topic, 'type', entry.payload ->> 'type', 'status', entry.status,
                            'attempts', entry.attempts)
    FROM outbox AS entry
   WHERE entry.topic = ANY ($8::text[]) AND entry.business_key IN (SELECT key FROM (${MESSAGES}) AS message)
     AND ${before(`date_trunc('milliseconds', entry.created_at)`, numbered('notification', 'entry.id'))}
   ORDER BY created DESC, id DESC LIMIT $5`;

/** Of another kind than the one that is asked for nothing is read: the planner sees that the condition is false. */
const ofKind = (kind: HappeningAnswer['kind'], sql: string): string =>
  `(SELECT * FROM (${sql}) AS ${kind}s WHERE $9::text IS NULL OR $9 = '${kind}')`;

/**
 * What happened to a customer, newest first. $1 account, $2 customer, $3 and $4 where the page before ended, $5 how many,
 * $6 the tenant or null, $7 further keys of messages, $8 the topics of messages, $9 the only kind or null.
 */
export const TIMELINE = `
  WITH ${OBJECTS}, ${RECENT}
  SELECT id, created, kind, object_type AS "objectType", object_id AS "objectId", what
    FROM (${ofKind('event', EVENTS)} UNION ALL ${ofKind('change', CHANGES)}
          UNION ALL ${ofKind('action', ACTIONS)} UNION ALL ${ofKind('notification', NOTIFICATIONS)}) AS happened
   ORDER BY created DESC, id COLLATE "C" DESC
   LIMIT $5`;
