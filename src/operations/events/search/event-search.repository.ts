import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventRow } from '../event.answers.js';
import { EVENT_COLUMNS, WANTED, wantedParameters, type Wanted } from './event-filter.sql.js';

/** Rows of the log that one step of a walk looks at: about 20 ms. */
const WINDOW = 20_000;
/** Open events that are looked through by their own index; more of them are found by a walk as well. */
const MOST_OPEN = 20_000;

const OPEN = `SELECT * FROM stripe_event_log WHERE status IN ('received', 'failed')
               ORDER BY next_attempt_at NULLS FIRST LIMIT ${MOST_OPEN}`;

/** A part of the log, by its ids. */
export interface Window {
  /** The smallest id in it. */
  readonly bottom: string;
  readonly bottomAt: Date;
}

/** Where a list goes on: by Stripe's time of creation, and within a second by the number in the log. */
interface CreatedBefore {
  readonly created: Date | 'infinity';
  readonly logId: string;
}

/** All SQL of the search for events. `below` is a number of the log, which the rows found are below of. */
@Injectable()
export class EventSearchRepository {
  /** By their ids, newest receipt first. */
  byIds(db: EntityManager, wanted: Wanted, below: string, limit: number): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l WHERE ${WANTED} AND l.id < $14 ORDER BY l.id DESC LIMIT $15`,
      [...wantedParameters(wanted), below, limit],
    );
  }

  /** About certain objects, newest creation first; of each object no more than the page has. */
  aboutObjects(
    db: EntityManager,
    wanted: Wanted,
    { created, logId }: CreatedBefore,
    limit: number,
  ): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS}
         FROM unnest($12::text[], $13::text[]) AS o (account, id)
        CROSS JOIN LATERAL (
          SELECT * FROM stripe_event_log l
           WHERE l.account = o.account AND l.object_key = o.id AND l.created_at <= $14
             AND (l.created_at, l.id) < ($14, $15::bigint) AND ${WANTED}
           ORDER BY l.created_at DESC, l.id DESC LIMIT $16) AS l
        ORDER BY l.created_at DESC, l.id DESC LIMIT $16`,
      [...wantedParameters(wanted), created, logId, limit],
    );
  }

  async hasFewOpen(db: EntityManager): Promise<boolean> {
    const rows: { open: number }[] = await db.query(`SELECT count(*)::int AS open FROM (${OPEN}) AS o`);
    return (rows[0]?.open ?? 0) < MOST_OPEN;
  }

  /** Received or failed ones, newest receipt first; call it while there are few. */
  open(db: EntityManager, wanted: Wanted, below: string, limit: number): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS} FROM (${OPEN}) AS l WHERE ${WANTED} AND l.id < $14 ORDER BY l.id DESC LIMIT $15`,
      [...wantedParameters(wanted), below, limit],
    );
  }

  dead(db: EntityManager, wanted: Wanted, below: string, limit: number): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l
        WHERE l.status = 'dead' AND ${WANTED} AND l.id < $14 ORDER BY l.id DESC LIMIT $15`,
      [...wantedParameters(wanted), below, limit],
    );
  }

  /** The next step of a walk; undefined when it is the last one. */
  async window(db: EntityManager, below: string): Promise<Window | undefined> {
    const rows: Window[] = await db.query(
      `SELECT id AS bottom, received_at AS "bottomAt" FROM stripe_event_log
        WHERE id = (SELECT id FROM stripe_event_log WHERE id < $1 ORDER BY id DESC OFFSET ${WINDOW - 1} LIMIT 1)`,
      [below],
    );
    return rows[0];
  }

  inWindow(db: EntityManager, wanted: Wanted, below: string, bottom: string, limit: number): Promise<EventRow[]> {
    return db.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l
        WHERE l.id < $14 AND l.id >= $15 AND ${WANTED} ORDER BY l.id DESC LIMIT $16`,
      [...wantedParameters(wanted), below, bottom, limit],
    );
  }

  /** The smallest and the largest number of the log; undefined when it is empty. */
  async ends(db: EntityManager): Promise<{ first: number; last: number } | undefined> {
    const rows: { first: number | null; last: number | null }[] = await db.query(
      'SELECT min(id)::float8 AS first, max(id)::float8 AS last FROM stripe_event_log',
    );
    const { first = null, last = null } = rows[0] ?? {};
    return first === null || last === null ? undefined : { first, last };
  }

  /** When the last event up to a number was received. */
  async receivedUpTo(db: EntityManager, number: number): Promise<Date | undefined> {
    const rows: { at: Date }[] = await db.query(
      'SELECT received_at AS at FROM stripe_event_log WHERE id <= $1 ORDER BY id DESC LIMIT 1',
      [number],
    );
    return rows[0]?.at;
  }
}
