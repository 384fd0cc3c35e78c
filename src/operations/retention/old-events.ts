import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';

/** Rows that are looked at in one transaction. */
const BATCH = 500;

/**
 * Settled, and older than $1 days by every clock: a test clock may be ahead of ours. What is open or dead stays, however
 * old. Stripe shows events for 30 days, by `created`: what goes here it does not list again.
 */
const oldRow = (of: string): string => `
  ${of}.status IN ('processed', 'ignored')
    AND greatest(${of}.received_at, ${of}.created_at, ${of}.processed_at) < now() - $1 * interval '1 day'`;

/** All events of one object and one second, or none: among those left another one would seem the last. */
const WHOLE_SECONDS = `
  WITH seed AS (
    SELECT id, account, object_key, created_at
      FROM stripe_event_log seen
     WHERE id > $2 AND id <= $3 AND ${oldRow('seen')}
  )
  SELECT l.id FROM stripe_event_log l
   WHERE l.id IN (SELECT id FROM seed
                  UNION SELECT same.id FROM seed JOIN stripe_event_log same USING (account, object_key, created_at))
   ORDER BY l.id FOR UPDATE`;

/** In a statement after the locks: who replays an event now finds it gone, or is found here. */
const DELETE = `
  DELETE FROM stripe_event_log l
   WHERE l.id = ANY($2::bigint[]) AND ${oldRow('l')}
     AND NOT EXISTS (SELECT FROM stripe_event_log other
                      WHERE other.account = l.account AND other.object_key = l.object_key
                        AND other.created_at = l.created_at AND NOT (${oldRow('other')}))
  RETURNING l.id, l.received_at::text AS "receivedAt"`;

/** Deletes events that nobody asks for any more, with what is left of them. */
@Injectable()
export class OldEvents {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many events were deleted. @throws the signal's reason. */
  async delete(days: number, signal: AbortSignal): Promise<number> {
    let deleted = 0;
    for (let after = '0'; ;) {
      signal.throwIfAborted();
      const window = await this.windowAfter(after, days);
      if (!window) return deleted;
      const { last, isOld } = window;
      const from = after;
      deleted += await inTransaction(this.dataSource, (tx) => this.deletePortion(tx, days, from, last));
      if (!isOld) return deleted;
      after = last;
    }
  }

  private async deletePortion(tx: EntityManager, days: number, after: string, last: string): Promise<number> {
    const locked: { id: string }[] = await tx.query(WHOLE_SECONDS, [days, after, last]);
    if (locked.length === 0) return 0;
    const [gone]: [{ id: string; receivedAt: string }[], number] = await tx.query(DELETE, [
      days,
      locked.map(({ id }) => id),
    ]);
    const ids = gone.map(({ id }) => id);
    await tx.query('DELETE FROM stripe_event_attempts WHERE event_log_id = ANY($1::bigint[])', [ids]);
    await tx.query(
      `DELETE FROM stripe_event_payload p USING unnest($1::bigint[], $2::timestamptz[]) AS gone (id, received_at)
        WHERE p.event_log_id = gone.id AND p.received_at = gone.received_at`,
      [ids, gone.map(({ receivedAt }) => receivedAt)],
    );
    return gone.length;
  }

  /** The last of the next rows, and whether it is of old: ids go up with the time. */
  private async windowAfter(after: string, days: number): Promise<{ last: string; isOld: boolean } | undefined> {
    const rows: { last: string; isOld: boolean }[] = await this.dataSource.query(
      `SELECT id AS last, received_at < now() - $2 * interval '1 day' AS "isOld"
         FROM (SELECT id, received_at FROM stripe_event_log WHERE id > $1 ORDER BY id LIMIT ${BATCH}) seen
        ORDER BY id DESC LIMIT 1`,
      [after, days],
    );
    return rows[0];
  }
}
