import type { EntityManager } from 'typeorm';
import { objectKind } from '../stripe/object-kind.js';
import type { DerivedKey } from './event-context.js';
import { heldBy } from './held.js';
import { payloadCipherOf } from './payload-cipher.js';
import { SharedStatement } from './rounds.js';
import { prepared } from './prepared.js';

/** An event of one object as the log holds it. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
}

/** Which events: those of one object, told by its id and an event type of its kind. */
export interface EventsOf {
  readonly object: DerivedKey;
  readonly type: string;
}

const ofKind = <E extends { readonly type: string }>(events: readonly E[], type: string): E[] =>
  events.filter((event) => objectKind(event.type) === objectKind(type));

interface Second {
  readonly object: DerivedKey;
  readonly created: Date;
  readonly livemode: boolean;
}

const ofSecond = new SharedStatement<Second, LoggedEvent[]>(
  () => 'stripe_event_log',
  async (tx, calls) => {
    const events: (LoggedEvent & { call: string; keyId: string | null; body: Buffer | null })[] = await tx.query(
      prepared(`SELECT call.number AS call, l.stripe_event_id AS id, l.event_type AS type, p.key_id AS "keyId",
            CASE WHEN l.stripe_event_id <> ALL($5::text[]) THEN p.body END AS body
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[])
            WITH ORDINALITY AS call (account, object_key, created_at, livemode, number)
       JOIN stripe_event_log l USING (account, object_key, created_at, livemode)
       LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
      ORDER BY l.stripe_event_id`),
      [
        calls.map(({ object }) => object.account),
        calls.map(({ object }) => object.id),
        calls.map(({ created }) => created),
        calls.map(({ livemode }) => livemode),
        heldBy(tx).eventIds(),
      ],
    );
    const answers = calls.map((): LoggedEvent[] => []);
    const cipher = payloadCipherOf(tx.dataSource);
    for (const { call, id, type, keyId, body } of events) {
      answers[Number(call) - 1]?.push({ id, type });
      if (body) heldBy(tx).hold(id, cipher.tryOpen(id, { keyId, body }));
    }
    const byCall = new Map(calls.map((call, i) => [call, answers[i] ?? []]));
    return (call) => byCall.get(call) ?? [];
  },
);

/**
 * All events of an object with this `created` and mode, whatever became of them; the transaction then holds them, and
 * answers with the same list again. Call it with the mirror row locked.
 */
export async function eventsOfSecond(
  tx: EntityManager,
  { object, type }: EventsOf,
  created: Date,
  livemode: boolean,
): Promise<readonly LoggedEvent[]> {
  const { seconds } = heldBy(tx);
  const key = JSON.stringify([objectKind(type), object.account, object.id, created, livemode]);
  let events = seconds.get(key);
  if (!events) {
    events = ofSecond.ask(tx, { object, created, livemode }).then((logged) => ofKind(logged, type));
    seconds.set(key, events);
  }
  return events;
}

/** When an event of an object was created, and whether it was received after a read of the object had begun. */
export interface EventSighting {
  readonly type: string;
  readonly created: Date;
  readonly afterRead: boolean;
}

/** Events of an object created at or after `since`; `startedAt` is when a read of it began, by the database's clock. */
export async function sightingsSince(
  tx: EntityManager,
  { object, type }: EventsOf,
  since: Date,
  startedAt: string,
): Promise<EventSighting[]> {
  const sightings: EventSighting[] = await tx.query(
    prepared(`SELECT event_type AS type, created_at AS created, received_at >= $4::timestamptz AS "afterRead"
       FROM stripe_event_log WHERE account = $1 AND object_key = $2 AND created_at >= $3`),
    [object.account, object.id, since, startedAt],
  );
  return ofKind(sightings, type);
}

/** Whether an event is one of the object's own (and not of a parent that embeds it). */
export async function isOwnEvent(tx: EntityManager, object: DerivedKey, eventId: string): Promise<boolean> {
  const found: unknown[] = await tx.query(
    prepared('SELECT 1 FROM stripe_event_log WHERE stripe_event_id = $3 AND account = $1 AND object_key = $2'),
    [object.account, object.id, eventId],
  );
  return found.length > 0;
}
