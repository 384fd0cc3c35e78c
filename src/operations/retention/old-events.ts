import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { oldWindows, type OldWindow } from './old-windows.js';

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

const LOG = { table: 'stripe_event_log', at: 'received_at' };

/** Deletes events that nobody asks for any more, with what is left of them. */
@Injectable()
export class OldEvents {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many events were deleted. @throws the signal's reason. */
  async delete(days: number, signal: AbortSignal): Promise<number> {
    let deleted = 0;
    for await (const window of oldWindows(this.dataSource, LOG, days, signal)) {
      deleted += await inTransaction(this.dataSource, (tx) => this.deletePortion(tx, days, window));
    }
    return deleted;
  }

  private async deletePortion(tx: EntityManager, days: number, { above, last }: OldWindow): Promise<number> {
    const locked: { id: string }[] = await tx.query(WHOLE_SECONDS, [days, above, last]);
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
}
