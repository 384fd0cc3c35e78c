import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LoggedFacts } from '../../../webhooks/gone-event.js';
import type { EventRow } from '../event.answers.js';
import { EVENT_COLUMNS, WANTED, wantedParameters, type Wanted } from '../search/event-filter.sql.js';

/** What the log knows of an event `l` without its payload. */
export const LOGGED_FACTS = `
  l.stripe_event_id AS id, l.event_type AS type, l.account, l.livemode, l.object_key AS "objectKey",
  l.api_version AS "apiVersion", l.created_at AS "createdAt"`;

export const HAS_PAYLOAD = `
  EXISTS (SELECT FROM stripe_event_payload p WHERE p.event_log_id = l.id AND p.received_at = l.received_at)`;

/** An event of a replay. */
interface TakenEvent extends LoggedFacts {
  readonly hasPayload: boolean;
}

/** Which of the events `l` that are meant something can be done to. */
export const ABLE = { replay: `l.status <> 'received'`, ignore: `l.status IN ('failed', 'dead')` } as const;

interface CountedEvents {
  readonly events: number;
  /** The largest number of the log among them; '0' when there are none. */
  readonly upTo: string;
}

/** All SQL that tells which events a selection means. */
@Injectable()
export class SelectedEventsRepository {
  /** How many there are, up to `most`. */
  async count(db: EntityManager, what: keyof typeof ABLE, wanted: Wanted, most: number): Promise<CountedEvents> {
    const rows: CountedEvents[] = await db.query(
      `SELECT count(*)::int AS events, coalesce(max(id), 0)::text AS "upTo"
         FROM (SELECT l.id FROM stripe_event_log l WHERE ${ABLE[what]} AND ${WANTED} LIMIT $14) AS wanted`,
      [...wantedParameters(wanted), most],
    );
    return rows[0] ?? { events: 0, upTo: '0' };
  }

  /** How many there are beyond a number of the log, up to `most`: received after somebody had looked. */
  async later(
    db: EntityManager,
    what: keyof typeof ABLE,
    wanted: Wanted,
    { upTo, most }: { readonly upTo: string | undefined; readonly most: number },
  ): Promise<number> {
    if (upTo === undefined) return 0;
    const rows: { later: number }[] = await db.query(
      `SELECT count(*)::int AS later
         FROM (SELECT FROM stripe_event_log l WHERE l.id > $14 AND ${ABLE[what]} AND ${WANTED} LIMIT $15) AS wanted`,
      [...wantedParameters(wanted), upTo, most],
    );
    return rows[0]?.later ?? 0;
  }

  /** Those whose turn would come first. */
  first(db: EntityManager, wanted: Wanted, most: number): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l WHERE ${ABLE.replay} AND ${WANTED} ORDER BY l.id LIMIT $14`,
      [...wantedParameters(wanted), most],
    );
  }

  /** Of a replay that names its events, all of them. */
  taken(tx: EntityManager, replayId: string): Promise<TakenEvent[]> {
    return tx.query(
      `SELECT ${LOGGED_FACTS}, ${HAS_PAYLOAD} AS "hasPayload"
         FROM event_replay_items i JOIN stripe_event_log l ON l.id = i.event_log_id WHERE i.replay_id = $1`,
      [replayId],
    );
  }
}
