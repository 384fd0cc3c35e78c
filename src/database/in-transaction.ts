import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** Every transaction is bounded, also behind a pooler that drops connection options. */
const LIMITS = `SELECT set_config('statement_timeout', '15s', true), set_config('lock_timeout', '10s', true),
                       set_config('idle_in_transaction_session_timeout', '30s', true)`;

/** When a transaction's last statement was answered, on the clock of `performance.now()`; Infinity while one runs. */
const answeredAt = new WeakMap<QueryRunner, number>();

/** The last time that the transaction was at work, on the clock of `performance.now()`. */
export const lastSignOf = (tx: EntityManager): number =>
  Math.min((tx.queryRunner && answeredAt.get(tx.queryRunner)) ?? 0, performance.now());

/**
 * Runs `work` in one transaction without savepoints and commits what it leaves, or rolls back and rethrows. A handler
 * that still runs after the end (a time-out) can write nothing any more.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('READ COMMITTED');
    const end = guard(runner);
    try {
      await runner.query(LIMITS);
      const result = await work(runner.manager);
      await end('COMMIT');
      return result;
    } catch (error) {
      await end('ROLLBACK').catch(() => discard(runner));
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/**
 * Makes a connection fit for handlers that run side by side and know nothing of each other: one statement at a time, no
 * transaction within the transaction (its savepoint would take back what others wrote), and none after its end.
 *
 * @returns what ends the transaction, whatever the handlers still ask.
 */
function guard(runner: QueryRunner): (statement: 'COMMIT' | 'ROLLBACK') => Promise<unknown> {
  const query = runner.query.bind(runner);
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;
  const ask = (...args: Parameters<typeof query>): Promise<unknown> => {
    if (ended) throw new TypeError('the transaction has ended: nothing can be written in it any more');
    answeredAt.set(runner, Infinity);
    return query(...args).finally(() => answeredAt.set(runner, performance.now()));
  };
  const inTurn = (...args: Parameters<typeof query>): Promise<unknown> => {
    const turn = last.then(() => ask(...args));
    last = turn.catch(() => undefined);
    return turn;
  };
  Object.assign(runner, { query: inTurn, startTransaction: refuse });
  return (statement) => {
    ended = true;
    return query(statement);
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(new TypeError('handlers share one transaction: begin no transaction and no savepoint in it'));

/** A connection whose state nobody knows goes back to no pool: pg drops one that is ending. */
async function discard(runner: QueryRunner): Promise<void> {
  const client: { end: () => Promise<void> } = await runner.connect();
  void client.end().catch(() => undefined);
}
