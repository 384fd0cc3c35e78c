import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../../audit/audit-log.js';
import { inTransaction } from '../../../database/in-transaction.js';
import type { Reach } from '../../operator.js';
import { SearchTooWideError } from '../event.errors.js';
import type { Selection } from '../event.requests.js';
import type { AskedBy } from '../payload/event-payloads.js';
import { ABLE, SelectedEventsRepository } from '../replays/selected-events.repository.js';
import { WANTED, wantedParameters, type Wanted } from '../search/event-filter.sql.js';
import { inBounds, whileReading } from '../search/reading.js';
import { WantedEvents } from '../search/wanted-events.js';
import { meant, requireLookedAt } from '../selected.js';
import type { IgnoredAnswer, IgnorePreviewAnswer } from './ignored.answers.js';

/** Events that one request may leave alone. */
const MOST = 50_000;

/** Milliseconds for a statement that counts them. */
const STATEMENT_LIMIT = 5_000;

/** Those that a worker has in hand are its own: when it has done with them, they are settled, or fail and can be ignored then. */
const IGNORE = `
  UPDATE stripe_event_log
     SET status = 'ignored', verdict = 'ignored: by operator', next_attempt_at = NULL, processed_at = now()
   WHERE id IN (SELECT l.id FROM stripe_event_log l
                 WHERE ${ABLE.ignore} AND ($15::bigint IS NULL OR l.id <= $15) AND ${WANTED}
                 ORDER BY l.id LIMIT $14 FOR UPDATE SKIP LOCKED)
  RETURNING stripe_event_id AS id`;

/** Leaves events alone that failed, and of which an operator says that nothing is lost without them. */
@Injectable()
export class IgnoredEvents {
  constructor(
    private readonly wantedEvents: WantedEvents,
    private readonly selected: SelectedEventsRepository,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** How many that would be. @throws {SearchTooWideError} @throws {BoundToAnotherError} */
  async preview(selection: Selection, reach: Reach): Promise<IgnorePreviewAnswer> {
    const counted = await whileReading(this.dataSource, STATEMENT_LIMIT, async (db) =>
      this.selected.count(db, 'ignore', await this.wantedEvents.ofSelection(db, selection, reach), MOST + 1),
    );
    const events = Math.min(counted.events, MOST);
    const skipped = Math.max(0, (selection.ids?.length ?? events) - events);
    return { events, upTo: counted.upTo, isCapped: counted.events > MOST, skipped };
  }

  /**
   * All of them or none.
   *
   * @throws {SelectionChangedError} when more match than were previewed.
   * @throws {SearchTooWideError} @throws {BoundToAnotherError}
   */
  ignore(selection: Selection, reach: Reach, { caller, reason }: AskedBy): Promise<IgnoredAnswer> {
    const ignoring = inTransaction(this.dataSource, async (tx) => {
      const wanted = await this.wantedEvents.ofSelection(tx, selection, reach);
      const bounds = { upTo: selection.previewed?.upTo, most: MOST + 1 };
      const ids = await this.update(tx, wanted, bounds);
      requireLookedAt(selection, ids.length);
      if (ids.length > MOST) throw new SearchTooWideError();
      const skipped = Math.max(0, (selection.ids?.length ?? 0) - ids.length);
      const answer = { ignored: ids.length, skipped, later: await this.selected.later(tx, 'ignore', wanted, bounds) };
      const [only] = ids;
      if (only === undefined) return answer;
      await this.audit.write(tx, {
        caller,
        action: 'event.ignore',
        object: { type: 'event', id: ids.length === 1 ? only : '' },
        before: null,
        after: { status: 'ignored', reason, events: ids.length, ...meant(selection), ids: ids.slice(0, 100) },
      });
      return answer;
    });
    return inBounds(ignoring);
  }

  private async update(
    tx: EntityManager,
    wanted: Wanted,
    { upTo, most }: { readonly upTo: string | undefined; readonly most: number },
  ): Promise<string[]> {
    const parameters = [...wantedParameters(wanted), most, upTo ?? null];
    const [rows]: [{ id: string }[], number] = await tx.query(IGNORE, parameters);
    return rows.map(({ id }) => id);
  }
}
