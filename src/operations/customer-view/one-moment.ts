import type { DataSource, EntityManager } from 'typeorm';
import { operatorLanesOf } from '../operator-lanes.js';

/**
 * Operators wait, and nothing here may slow events down: a statement that takes longer than five seconds is given up.
 * Compiling these plans would take longer than running them.
 */
const SETTINGS = `SELECT set_config('statement_timeout', '5s', true), set_config('lock_timeout', '2s', true),
                         set_config('idle_in_transaction_session_timeout', '10s', true), set_config('jit', 'off', true)`;

/** Reads of one state of the database, which can write nothing. @throws {OverloadedError} when too many others read. */
export const ofOneMoment = <T>(dataSource: DataSource, read: (tx: EntityManager) => Promise<T>): Promise<T> =>
  operatorLanesOf(dataSource).reads.run(() =>
    dataSource.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('SET TRANSACTION READ ONLY');
      await tx.query(SETTINGS);
      return read(tx);
    }),
  );

/** Rows of a statement, as the caller knows that it selects them. */
export const rowsOf = <Row>(tx: EntityManager, sql: string, parameters: readonly unknown[]): Promise<Row[]> =>
  tx.query(sql, [...parameters]);
