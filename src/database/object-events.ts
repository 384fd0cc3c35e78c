import type { EntityManager } from 'typeorm';
import { objectKind } from '../stripe/object-kind.js';
import type { DerivedKey } from './event-context.js';

/** An event of one object as the log holds it. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  /** The exact bytes; null when retention or an erasure has removed them. */
  readonly body: Buffer | null;
}

/** Which events: those of one object, told by its id and an event type of its kind. */
export interface EventsOf {
  readonly object: DerivedKey;
  readonly type: string;
}

const ofKind = <E extends { readonly type: string }>(events: readonly E[], type: string): E[] =>
  events.filter((event) => objectKind(event.type) === objectKind(type));

/** All events of an object with this `created` and mode, whatever became of them. Call it with the mirror row locked. */
export async function eventsOfSecond(
  tx: EntityManager,
  { object, type }: EventsOf,
  created: Date,
  livemode: boolean,
): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = await tx.query(
    `SELECT l.stripe_event_id AS id, l.event_type AS type, p.body
       FROM stripe_event_log l
       LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id AND p.received_at = l.received_at
      WHERE l.account = $1 AND l.object_key = $2 AND l.created_at = $3 AND l.livemode = $4
      ORDER BY l.stripe_event_id`,
    [object.account, object.id, created, livemode],
  );
  return ofKind(events, type);
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
    `SELECT event_type AS type, created_at AS created, received_at >= $4::timestamptz AS "afterRead"
       FROM stripe_event_log WHERE account = $1 AND object_key = $2 AND created_at >= $3`,
    [object.account, object.id, since, startedAt],
  );
  return ofKind(sightings, type);
}

/** Whether an event is one of the object's own (and not of a parent that embeds it). */
export async function isOwnEvent(tx: EntityManager, object: DerivedKey, eventId: string): Promise<boolean> {
  const found: unknown[] = await tx.query(
    'SELECT 1 FROM stripe_event_log WHERE stripe_event_id = $3 AND account = $1 AND object_key = $2',
    [object.account, object.id, eventId],
  );
  return found.length > 0;
}
