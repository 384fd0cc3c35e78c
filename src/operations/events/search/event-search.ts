import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { encodeCursor, type Cursor } from '../../../common/cursor.js';
import { InvalidRequestError } from '../../../common/request.errors.js';
import { showEvent, type EventRow, type EventsAnswer } from '../event.answers.js';
import type { EventsQuery } from '../event.requests.js';
import type { Wanted } from './event-filter.sql.js';
import { EventSearchRepository } from './event-search.repository.js';
import { whileReading } from './reading.js';
import { WantedEvents } from './wanted-events.js';

/** Milliseconds for a statement. */
const STATEMENT_LIMIT = 3_000;
/** A walk through the log ends with a page after so many steps, or milliseconds. */
const MOST_STEPS = 25;
const WALK_LIMIT = 400;
/** Milliseconds by which a higher number in the log may be older: a number is drawn before its commit. */
const SLACK = 600_000;
/** Above every number of the log. */
const TOP = '9223372036854775807';

interface Found {
  readonly rows: readonly EventRow[];
  /** Where a walk stopped before the end. */
  readonly stopped?: Cursor | undefined;
}

/** The event log as operators search it: fast on millions of rows, if need be at the price of a short page. */
@Injectable()
export class EventSearch {
  constructor(
    private readonly events: EventSearchRepository,
    private readonly wantedEvents: WantedEvents,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Newest receipt first; of an object, a customer or a tenant newest creation first.
   *
   * @param query with `account` '' for your own, undefined for all.
   * @throws {SearchTooWideError} @throws {InvalidRequestError} for a cursor of another list.
   */
  page({ id, cursor, limit, ...filter }: EventsQuery): Promise<EventsAnswer> {
    if (cursor && !/^\d{1,18}$/.test(cursor.id)) {
      throw new InvalidRequestError([{ pointer: '/cursor', detail: 'must be the nextCursor of the page before' }]);
    }
    return whileReading(this.dataSource, STATEMENT_LIMIT, async (db) => {
      const ofFilter = await this.wantedEvents.ofFilter(db, filter);
      const wanted = { ...ofFilter, ...(id === undefined ? {} : { ids: [id] }) };
      const { rows, stopped } = await this.find(db, wanted, cursor, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const more = last && rows.length > limit ? placeIn(wanted, last) : stopped;
      return {
        data: shown.map(showEvent),
        nextCursor: more ? encodeCursor(more) : null,
        lookedTo: rows.length <= limit && stopped ? stopped.created.toISOString() : null,
      };
    });
  }

  /** By whichever index finds them; where there is none, by a walk. */
  private async find(db: EntityManager, wanted: Wanted, cursor: Cursor | undefined, most: number): Promise<Found> {
    const below = cursor?.id ?? TOP;
    if (wanted.ids) return { rows: await this.events.byIds(db, wanted, below, most) };
    if (wanted.objects) {
      const from = { created: cursor?.created ?? ('infinity' as const), logId: below };
      return { rows: await this.events.aboutObjects(db, wanted, from, most) };
    }
    const { status } = wanted;
    if (status === 'dead') return { rows: await this.events.dead(db, wanted, below, most) };
    if ((status === 'received' || status === 'failed') && (await this.events.hasFewOpen(db))) {
      return { rows: await this.events.open(db, wanted, below, most) };
    }
    return this.walk(db, wanted, cursor ? below : await this.startOf(db, wanted), most);
  }

  private async walk(db: EntityManager, wanted: Wanted, start: string, most: number): Promise<Found> {
    const end = performance.now() + WALK_LIMIT;
    const rows: EventRow[] = [];
    let below = start;
    for (let step = 1; ; step += 1) {
      const window = await this.events.window(db, below);
      rows.push(...(await this.events.inWindow(db, wanted, below, window?.bottom ?? '0', most - rows.length)));
      if (!window || rows.length === most || isBefore(window.bottomAt, wanted.from)) return { rows };
      const stopped = { created: window.bottomAt, id: window.bottom };
      if (step === MOST_STEPS || performance.now() > end) return { rows, stopped };
      below = window.bottom;
    }
  }

  /** Numbers go up with the time of receipt, so the first one after a time is found by halving. */
  private async startOf(db: EntityManager, { to }: Wanted): Promise<string> {
    const ends = to && (await this.events.ends(db));
    if (!ends) return TOP;
    let [low, high] = [ends.first, ends.last + 1];
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2);
      const at = await this.events.receivedUpTo(db, middle);
      if (at && at.getTime() > to.getTime() + SLACK) high = middle;
      else low = middle;
    }
    return String(high + 1);
  }
}

const isBefore = (at: Date, from: Date | undefined): boolean =>
  from !== undefined && at.getTime() < from.getTime() - SLACK;

const placeIn = ({ ids, objects }: Wanted, { createdAt, receivedAt, logId }: EventRow): Cursor => ({
  created: objects && !ids ? createdAt : receivedAt,
  id: logId,
});
