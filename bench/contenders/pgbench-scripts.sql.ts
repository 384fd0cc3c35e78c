/**
 * What PostgreSQL alone does, in the backend's own tables with all their indexes. In the scripts :run tells runs apart,
 * :client_id clients and :n a client's transactions; event ids are spread over the index, as Stripe's are.
 */

/** Bodies at hand, :b0 to :b31: a parameter of its own each, so that it travels as it does from an application. */
export const BODIES = 32;

/** Events of a commit of the backend's, under load. */
export const GROUP = 64;

const LOG = 'stripe_event_id, event_type, api_version, account, livemode, object_key, source, created_at';
const BUT_ID = `'payment_intent.succeeded', '2026-10-28.endive', '', false, 'pi_' || md5(object), 'webhook', now()`;

const stored = (events: string): string => `
WITH input AS (${events}), logged AS (
  INSERT INTO stripe_event_log (${LOG})
  SELECT 'evt_' || md5(event), ${BUT_ID} FROM input WHERE NOT EXISTS (SELECT FROM erased_customers)
  ON CONFLICT (stripe_event_id) DO NOTHING RETURNING id, stripe_event_id, received_at
)
INSERT INTO stripe_event_payload (event_log_id, received_at, body)
SELECT logged.id, logged.received_at, convert_to(input.body, 'UTF8')
  FROM logged JOIN input ON logged.stripe_event_id = 'evt_' || md5(event)`;

const client = `:run::text || ' ' || :client_id::text`;
/** Four events of each object. */
const event = `SELECT ${client} || ' ' || :n::text AS event, ${client} || ' ' || (:n::int / 4)::text AS object`;

/**
 * One transaction an event, in three statements: insert the event, upsert the row of its object, mark the event.
 *
 * @param body number of its body.
 */
export const oneTransaction = (body: number): string => `\\set n :n + 1
BEGIN;
${stored(`${event}, :b${body}::text AS body`)};
INSERT INTO payment_intents (id, stripe_event_at, stripe_event_id, customer_id, charge_id, payment_method_id, status,
                             currency, amount, amount_capturable, amount_received, capture_method, metadata, created_at)
SELECT 'pi_' || md5(object), clock_timestamp(), 'evt_' || md5(event), 'cus_' || left(md5(object), 3), 'ch_' || md5(object),
       'pm_' || md5(object), 'succeeded', 'usd', 4200, 0, 4200, 'automatic', '{}', now() FROM (${event}) AS input
ON CONFLICT (account, id) DO UPDATE
   SET stripe_event_at = EXCLUDED.stripe_event_at, stripe_event_id = EXCLUDED.stripe_event_id, status = EXCLUDED.status,
       amount_received = EXCLUDED.amount_received
 WHERE payment_intents.stripe_event_at < EXCLUDED.stripe_event_at;
UPDATE stripe_event_log SET status = 'processed', verdict = 'applied', processed_at = now(), next_attempt_at = NULL
 WHERE stripe_event_id = 'evt_' || md5(${client} || ' ' || :n::text);
COMMIT;
`;

const tuples = Array.from({ length: GROUP }, (_, row) => `(${row}, :b${row % BODIES}::text)`).join(', ');

/** Receiving alone: one statement, hence one commit, for as many events as the backend commits together. */
export const GROUP_INSERT = `\\set n :n + 1
${stored(`
  SELECT named.prefix || ' ' || given.number AS event, named.prefix || ' ' || given.number / 4 AS object, given.body
    FROM (VALUES ${tuples}) AS given (number, body), (SELECT ${client} || ' ' || :n::text AS prefix) AS named`)};
`;
