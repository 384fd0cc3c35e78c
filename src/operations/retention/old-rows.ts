import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { oldWindows } from './old-windows.js';

/** Rows of one statement. */
const BATCH = 500;

/** The default partition has what came when there was no month for it. */
const PAYLOADS = `
  DELETE FROM stripe_event_payload_default
   WHERE (event_log_id, received_at) IN (
     SELECT p.event_log_id, p.received_at FROM stripe_event_payload_default p
      WHERE p.received_at < now() - $1 * interval '1 day'
        AND NOT EXISTS (SELECT FROM stripe_event_log l
                         WHERE l.id = p.event_log_id AND l.status IN ('received', 'failed'))
      ORDER BY p.event_log_id LIMIT ${BATCH})`;

/**
 * What has left, or need not any more. An entry keeps its fact from being told twice: as long as its event is in the
 * log, and may be replayed.
 */
const ENTRIES = `
  DELETE FROM outbox o
   WHERE o.id > $2 AND o.id <= $3 AND o.status IN ('sent', 'obsolete') AND o.settled_at < now() - $1 * interval '1 day'
     AND NOT EXISTS (SELECT FROM stripe_event_log l WHERE l.stripe_event_id = o.payload ->> 'eventId')`;

const OUTBOX = { table: 'outbox', at: 'created_at' };

/** Rows of tables that grow, a few at a time. */
@Injectable()
export class OldRows {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many were deleted. @throws the signal's reason. */
  async deletePayloads(days: number, signal: AbortSignal): Promise<number> {
    for (let deleted = 0; ;) {
      signal.throwIfAborted();
      const rows = await this.deleted(PAYLOADS, [days]);
      deleted += rows;
      if (rows < BATCH) return deleted;
    }
  }

  /** Likewise. */
  async deleteOutboxEntries(days: number, signal: AbortSignal): Promise<number> {
    let deleted = 0;
    for await (const { above, last } of oldWindows(this.dataSource, OUTBOX, days, signal)) {
      deleted += await this.deleted(ENTRIES, [days, above, last]);
    }
    return deleted;
  }

  private async deleted(sql: string, parameters: unknown[]): Promise<number> {
    const [, rows]: [unknown[], number] = await inTransaction(this.dataSource, (tx) => tx.query(sql, parameters));
    return rows;
  }
}
