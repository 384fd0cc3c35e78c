import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { objectKind } from '../../../stripe/object-kind.js';
import type { EventRow } from '../event.answers.js';
import { EVENT_COLUMNS } from '../search/event-filter.sql.js';

/** Events of one object that are looked at, before one of them or after it. */
const MOST = 60;

/** All SQL that follows one object through the log. */
@Injectable()
export class ObjectHistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Up to that second, the newest first; by the number in the log within a second. */
  async before(event: EventRow): Promise<EventRow[]> {
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l
        WHERE l.account = $1 AND l.object_key = $2 AND l.created_at <= $3 AND l.id <> $4 AND l.livemode = $5
        ORDER BY l.created_at DESC, l.id DESC LIMIT ${MOST}`,
      [event.account, event.object, event.createdAt, event.logId, event.livemode],
    );
    return ofKind(rows, event);
  }

  /** After that second, or later received in it; the oldest first. */
  async after(event: EventRow): Promise<EventRow[]> {
    const rows: EventRow[] = await this.dataSource.query(
      `SELECT ${EVENT_COLUMNS} FROM stripe_event_log l
        WHERE l.account = $1 AND l.object_key = $2 AND l.created_at >= $3 AND (l.created_at, l.id) > ($3, $4::bigint)
          AND l.livemode = $5
        ORDER BY l.created_at, l.id LIMIT ${MOST}`,
      [event.account, event.object, event.createdAt, event.logId, event.livemode],
    );
    return ofKind(rows, event);
  }

  /** Which event a mirrored row shows: null a read from Stripe, undefined when there is no row. @param table of an entity. */
  async shownBy(table: string, account: string, id: string): Promise<string | null | undefined> {
    const rows: { eventId: string | null }[] = await this.dataSource.query(
      `SELECT stripe_event_id AS "eventId" FROM "${table}" WHERE account = $1 AND id = $2`,
      [account, id],
    );
    return rows[0]?.eventId;
  }
}

const ofKind = (rows: readonly EventRow[], { type }: EventRow): EventRow[] =>
  rows.filter((row) => objectKind(row.type) === objectKind(type));
