import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** Every transaction is bounded, also behind a pooler that drops connection options. */
const LIMITS = `SELECT set_config('statement_timeout', '15s', true), set_config('lock_timeout', '10s', true),
                       set_config('idle_in_transaction_session_timeout', '30s', true)`;

/**
 * Runs `work` in one transaction without savepoints and commits what it leaves, or rolls back and rethrows.
 * A handler that still runs after a rollback (a time-out) finds its connection released.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = oneAtATime(dataSource.createQueryRunner());
  try {
    await runner.startTransaction('READ COMMITTED');
    await runner.query(LIMITS);
    const result = await work(runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** A connection takes one statement at a time. Handlers that run side by side need not know. */
function oneAtATime(runner: QueryRunner): QueryRunner {
  const query = runner.query.bind(runner);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (...args: Parameters<typeof query>): Promise<unknown> => {
    const turn = last.then(() => query(...args));
    last = turn.catch(() => undefined);
    return turn;
  };
  return Object.assign(runner, { query: inTurn });
}
