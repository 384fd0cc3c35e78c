import type { DerivedKey } from '../../../database/event-context.js';
import type { EventFilter } from '../event.requests.js';

/** A message as its group has it: ids, and figures, differ between errors that are one. */
export const ERROR_GROUP = `
  regexp_replace(regexp_replace(coalesce(l.last_error, ''), '\\m[a-z]{2,12}(_[a-z]{2,12})?_[A-Za-z0-9]{6,}\\M', '…', 'g'),
                 '\\d+', '…', 'g')`;

/** What of an event its list shows. */
export const EVENT_COLUMNS = `
  l.id AS "logId", l.stripe_event_id AS id, l.event_type AS type, l.object_key AS object, l.account, l.livemode,
  l.api_version AS "apiVersion", l.source, l.status, l.verdict, l.superseded_by AS "supersededBy",
  l.error_class AS "errorClass", l.last_error AS error, l.retry_count AS failures, l.created_at AS "createdAt",
  l.received_at AS "receivedAt", CASE WHEN l.status IN ('processed', 'ignored') THEN l.processed_at END AS "processedAt", l.next_attempt_at AS "nextAttemptAt"`;

/** What is wanted of events, all of it together; `account` '' is your own. */
export interface Wanted extends Omit<EventFilter, 'customer' | 'tenant' | 'object'> {
  readonly ids?: readonly string[] | undefined;
  /** About one of these; undefined: about whatever. */
  readonly objects?: readonly DerivedKey[] | undefined;
}

/** The conditions on a row `l` of the log. Their parameters come first, those of the statement itself from $14 on. */
export const WANTED = `
      ($1::text[] IS NULL OR l.stripe_event_id = ANY($1))
  AND ($2::text IS NULL OR l.event_type = $2)
  AND ($3::text IS NULL OR starts_with(l.event_type, $3))
  AND ($4::text IS NULL OR l.account = $4)
  AND ($5::text IS NULL OR l.status = $5)
  AND ($6::text IS NULL OR split_part(l.verdict, ':', 1) = $6)
  AND ($7::text IS NULL OR l.source = $7)
  AND ($8::timestamptz IS NULL OR l.received_at >= $8)
  AND ($9::timestamptz IS NULL OR l.received_at < $9)
  AND ($10::text IS NULL OR l.error_class = $10)
  AND ($11::text IS NULL OR ${ERROR_GROUP} = $11)
  AND ($12::text[] IS NULL
       OR (l.account, l.object_key) IN (SELECT * FROM unnest($12::text[], $13::text[])))`;

export function wantedParameters(wanted: Wanted): unknown[] {
  const { ids, type, account, status, verdict, source, from, to, errorClass, error, objects } = wanted;
  const beginning = type?.endsWith('.*') === true ? type.slice(0, -1) : undefined;
  return [
    ids,
    beginning === undefined ? type : undefined,
    beginning,
    account,
    status,
    verdict,
    source,
    from,
    to,
    errorClass,
    error,
    objects?.map((object) => object.account),
    objects?.map((object) => object.id),
  ].map((value) => value ?? null);
}
