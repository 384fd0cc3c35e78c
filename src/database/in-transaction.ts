import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { noteErased } from './erased.js';
import { errorCode, isConsequence } from './error-code.js';
import { prepared, SessionClient } from './prepared.js';

/** Every transaction is bounded, also behind a pooler that drops connection options. It asks by the way who is erased. */
const BEGIN = `SELECT set_config('statement_timeout', '15s', true), set_config('lock_timeout', '10s', true),
                      set_config('idle_in_transaction_session_timeout', '30s', true),
                      EXISTS (SELECT FROM erased_customers) AS "someErased"`;

/** Statements that may be unanswered at once; few rounds have more. After a failure all of them are still executed. */
const MOST_UNANSWERED = 16;

/** PostgreSQL answers COMMIT as well, and takes all back. */
class HasFailed extends TypeError {
  constructor() {
    super('a statement of the transaction failed, and whoever asked it went on');
    this.name = 'HasFailed';
  }
}

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
    const client: unknown = await runner.connect();
    const { end, failures } = guard(runner, client instanceof SessionClient && client.pipelines ? MOST_UNANSWERED : 1);
    let committed: { result: T };
    try {
      const [answer]: { someErased: boolean }[] = await runner.query(prepared(BEGIN), []);
      noteErased(runner, answer?.someErased ?? true);
      const result = await work(runner.manager);
      if (failures() > 0) await proveAlive(runner);
      const known = failures();
      await end('COMMIT');
      if (failures() > known) throw new HasFailed(); // a statement whose answer nobody awaited
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

interface Guarded {
  /** Ends the transaction, whatever the handlers still ask. */
  readonly end: (statement: 'COMMIT' | 'ROLLBACK') => Promise<unknown>;
  /** Statements that failed so far, each counted before a later one is answered. */
  readonly failures: () => number;
}

/**
 * Makes a connection fit for handlers that run side by side and know nothing of each other: their statements in the order
 * in which they are asked, no transaction within the transaction (its savepoint would take back what others wrote), and
 * none after its end.
 *
 * @param most statements that may be unanswered; the others wait, and are refused when the transaction ends meanwhile.
 */
function guard(runner: QueryRunner, most: number): Guarded {
  const query = runner.query.bind(runner);
  const waiting: (() => void)[] = [];
  let unanswered = 0;
  let ended = false;
  let failures = 0;
  const next = (): void => {
    if (unanswered < most) waiting.shift()?.();
  };
  const answered = (): void => {
    unanswered -= 1;
    if (unanswered === 0) answeredAt.set(runner, performance.now());
    next();
  };
  const ask = (...args: Parameters<typeof query>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        if (ended) return reject(new TypeError('the transaction has ended: nothing can be written in it any more'));
        unanswered += 1;
        answeredAt.set(runner, Infinity);
        query(...args)
          .catch((error: unknown) => {
            if (errorCode(error) !== undefined) failures += 1; // else it never left
            throw error;
          })
          .finally(answered)
          .then(resolve, reject);
      });
      next();
    });
  Object.assign(runner, { query: ask, startTransaction: refuse });
  const end: Guarded['end'] = (statement) => {
    ended = true;
    for (const refused of waiting.splice(0)) refused();
    return query(statement);
  };
  return { end, failures: () => failures };
}

/**
 * Of a statement's error somebody made light. It comes before PostgreSQL's word that the transaction is lost: only a
 * further statement tells for certain.
 */
async function proveAlive(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('SELECT 1');
  } catch (error) {
    throw isConsequence(error) ? new HasFailed() : error;
  }
}

const refuse = (): Promise<never> =>
  Promise.reject(new TypeError('handlers share one transaction: begin no transaction and no savepoint in it'));

/** A connection whose state nobody knows goes back to no pool: pg drops one that is ending. */
async function discard(runner: QueryRunner): Promise<void> {
  const client: { end: () => Promise<void> } = await runner.connect();
  void client.end().catch(() => undefined);
}
