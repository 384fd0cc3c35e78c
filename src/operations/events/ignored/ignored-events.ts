import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../../audit/audit-log.js';
import { inTransaction } from '../../../database/in-transaction.js';
import type { Reach } from '../../operator.js';
import { SearchTooWideError } from '../event.errors.js';
import type { Selection } from '../event.requests.js';
import type { AskedBy } from '../payload/event-payloads.js';
import { WANTED, wantedParameters } from '../search/event-filter.sql.js';
import { inBounds } from '../search/reading.js';
import { WantedEvents } from '../search/wanted-events.js';
import { meant } from '../selected.js';
import type { IgnoredAnswer } from './ignored.answers.js';

/** Events that one request may leave alone. */
const MOST = 50_000;

/** Those that a worker has in hand are its own: when it has done with them, they are settled, or fail and can be ignored then. */
const IGNORE = `
  UPDATE stripe_event_log
     SET status = 'ignored', verdict = 'ignored: by operator', next_attempt_at = NULL, processed_at = now()
   WHERE id IN (SELECT l.id FROM stripe_event_log l
                 WHERE l.status IN ('failed', 'dead') AND ${WANTED}
                 ORDER BY l.id LIMIT $14 FOR UPDATE SKIP LOCKED)
  RETURNING stripe_event_id AS id`;

/** Leaves events alone that failed, and of which an operator says that nothing is lost without them. */
@Injectable()
export class IgnoredEvents {
  constructor(
    private readonly wantedEvents: WantedEvents,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** All of them or none. @throws {SearchTooWideError} @throws {BoundToAnotherError} */
  ignore(selection: Selection, reach: Reach, { caller, reason }: AskedBy): Promise<IgnoredAnswer> {
    const ignoring = inTransaction(this.dataSource, async (tx) => {
      const ids = await this.update(tx, selection, reach);
      if (ids.length === 0) return { ignored: 0, skipped: selection.ids?.length ?? 0 };
      const [only] = ids;
      await this.audit.write(tx, {
        caller,
        action: 'event.ignore',
        object: { type: 'event', id: ids.length === 1 ? (only ?? '') : '' },
        before: null,
        after: { status: 'ignored', reason, events: ids.length, ...meant(selection), ids: ids.slice(0, 100) },
      });
      return { ignored: ids.length, skipped: Math.max(0, (selection.ids?.length ?? 0) - ids.length) };
    });
    return inBounds(ignoring);
  }

  private async update(tx: EntityManager, selection: Selection, reach: Reach): Promise<string[]> {
    const wanted = await this.wantedEvents.ofSelection(tx, selection, reach);
    const [rows]: [{ id: string }[], number] = await tx.query(IGNORE, [...wantedParameters(wanted), MOST + 1]);
    if (rows.length > MOST) throw new SearchTooWideError();
    return rows.map(({ id }) => id);
  }
}
