import type { DataSource, EntityManager } from 'typeorm';
import { errorCode } from '../../../database/error-code.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { operatorLanesOf } from '../../operator-lanes.js';
import { SearchTooWideError } from '../event.errors.js';

/** What a statement is answered that took too long. */
const CANCELED = '57014';

/** @throws {SearchTooWideError} in place of what a statement is answered that takes too long. */
export async function inBounds<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === CANCELED) throw new SearchTooWideError();
    throw error;
  }
}

/**
 * Reads in one transaction that can write nothing, and that gives up before anybody else waits for it.
 *
 * @param limit milliseconds for a statement.
 * @throws {SearchTooWideError} when one takes longer.
 * @throws {OverloadedError} when too many others read.
 */
export function whileReading<T>(
  dataSource: DataSource,
  limit: number,
  read: (db: EntityManager) => Promise<T>,
): Promise<T> {
  const reading = () =>
    inTransaction(dataSource, async (tx) => {
      await tx.query(
        `SELECT set_config('transaction_read_only', 'on', true), set_config('statement_timeout', $1, true)`,
        [`${limit}ms`],
      );
      return read(tx);
    });
  return inBounds(operatorLanesOf(dataSource).reads.run(reading));
}
