import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { noteErased } from './erased.js';
import { prepared } from './prepared.js';

/** Every transaction is bounded, also behind a pooler that drops connection options. It asks by the way who is erased. */
const BEGIN = `SELECT set_config('statement_timeout', '15s', true), set_config('lock_timeout', '10s', true),
                      set_config('idle_in_transaction_session_timeout', '30s', true),
                      EXISTS (SELECT FROM erased_customers) AS "someErased"`;

/** When a transaction's last statement was answered, on the clock of `performance.now()`; Infinity while one runs. */
const answeredAt = new WeakMap<QueryRunner, number>();

/** The last time that the transaction was at work, on the clock of `performance.now()`. */
export const lastSignOf = (tx: EntityManager): number =>
  Math.min((tx.queryRunner && answeredAt.get(tx.queryRunner)) ?? 0, performance.now());

/** What is to happen once a transaction has committed. */
const followUps = new WeakMap<QueryRunner, (() => void)[]>();

/**
 * Has something done right after the commit, and never when the transaction is rolled back. It is lost when the process
 * dies in between: what must not be lost goes to the outbox.
 *
 * @param follow begins what there is to do, and throws nothing.
 */
export function onCommit(tx: EntityManager, follow: () => void): void {
  const list = tx.queryRunner && followUps.get(tx.queryRunner);
  if (!list) throw new TypeError('nothing commits outside a transaction');
  list.push(follow);
}

/**
 * Runs `work` in one transaction without savepoints and commits what it leaves, or rolls back and rethrows. A handler
 * that still runs after the end (a time-out) can write nothing any more.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const following: (() => void)[] = [];
  followUps.set(runner, following);
  try {
    await runner.startTransaction();
    const end = guard(runner);
    let committed: { result: T };
    try {
      const [answer]: { someErased: boolean }[] = await runner.query(prepared(BEGIN), []);
      noteErased(runner, answer?.someErased ?? true);
      const result = await work(runner.manager);
      await end('COMMIT');
      committed = { result };
    } catch (error) {
      await end('ROLLBACK').catch(() => discard(runner));
      throw error;
    }
    for (const follow of following) follow();
    return committed.result;
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
