import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { errorCode } from '../../database/error-code.js';
import { inTransaction } from '../../database/in-transaction.js';

/**
 * Milliseconds for which a lock is waited for: whoever stores an event meanwhile waits behind us. PostgreSQL detaches
 * nothing concurrently where there is a default partition; taking one off takes a millisecond once it has the lock.
 */
const LOCK_TIMEOUT = '150ms';
const ATTEMPTS = 30;
/** Milliseconds between attempts, and by chance so many more. */
const PAUSE = 500;

const MONTH = '^stripe_event_payload_\\d{4}_\\d{2}$';

/** Months that have ended so many days ago, and in which no event is open: what is still to be settled keeps its payload. */
const OLD_MONTHS = `
  SELECT m.name
    FROM (SELECT c.relname AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS month
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
           WHERE i.inhparent = 'stripe_event_payload'::regclass AND c.relname ~ '${MONTH}') m
   WHERE m.month + interval '1 month' <= (now() AT TIME ZONE 'UTC') - $1 * interval '1 day'
     AND NOT EXISTS (SELECT FROM stripe_event_log
                      WHERE status IN ('received', 'failed') AND received_at >= m.month AT TIME ZONE 'UTC'
                        AND received_at < (m.month + interval '1 month') AT TIME ZONE 'UTC')
   ORDER BY m.name`;

/** Months that a process took off and did not live to drop. */
const DETACHED = `
  SELECT c.relname AS name FROM pg_class c
   WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'stripe_event_payload'::regclass)
     AND c.relkind = 'r' AND NOT c.relispartition AND c.relname ~ '${MONTH}'`;

/** Drops payloads by whole months: no row is deleted, and nothing is left to vacuum. */
@Injectable()
export class PayloadMonths {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many months were dropped. @throws when a lock could not be had, and the signal's reason. */
  async drop(days: number, signal: AbortSignal): Promise<number> {
    const old: { name: string }[] = await this.dataSource.query(OLD_MONTHS, [days]);
    for (const { name } of old) {
      await this.locking(`ALTER TABLE stripe_event_payload DETACH PARTITION "${name}"`, signal);
    }
    const detached: { name: string }[] = await this.dataSource.query(DETACHED);
    for (const { name } of detached) await this.locking(`DROP TABLE IF EXISTS "${name}"`, signal);
    return detached.length;
  }

  private async locking(statement: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await inTransaction(this.dataSource, async (tx) => {
          await tx.query(`SELECT set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`);
          await tx.query(statement);
        });
      } catch (error) {
        const isLocked = errorCode(error) === '55P03' || errorCode(error) === '40P01';
        if (!isLocked || attempt === ATTEMPTS) throw error;
        await delay(PAUSE * (1 + Math.random()), undefined, { signal });
      }
    }
  }
}
