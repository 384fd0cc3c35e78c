import { DataSource, type EntityManager } from 'typeorm';
import { dataSourceOptions } from '../src/database/data-source.js';
import { inTransaction } from '../src/database/in-transaction.js';
import { SharedStatement } from '../src/database/rounds.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await cloneDatabase();
  dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Squares numbers, and notes each statement with what it was asked. */
function squares(order: string, statements: string[]) {
  return new SharedStatement<number, number | undefined>(
    () => order,
    async (tx, numbers) => {
      statements.push(`${order}: ${numbers.join(' ')}`);
      const rows: { n: number; square: number }[] = await tx.query(
        'SELECT n, n * n AS square FROM unnest($1::int[]) AS n',
        [numbers],
      );
      return (number) => rows.find(({ n }) => n === number)?.square;
    },
  );
}

describe('a shared statement', () => {
  it('answers what handlers ask side by side in one round, each of them with its own answer', async () => {
    const statements: string[] = [];
    const [b, a] = [squares('b', statements), squares('a', statements)];
    const answers = await inTransaction(dataSource, (tx) =>
      Promise.all([
        ...[1, 2, 3].map((n) => b.ask(tx, n)),
        b.ask(tx, 4).then((square) => a.ask(tx, square ?? 0)),
        a.ask(tx, 5),
      ]),
    );
    expect(answers).toEqual([1, 4, 9, 256, 25]);
    expect(statements).toEqual(['a: 5', 'b: 1 2 3 4', 'a: 16']);
  });

  it('keeps transactions apart, and fails all who asked together', async () => {
    const statements: string[] = [];
    const shared = squares('x', statements);
    const other = inTransaction(dataSource, (tx) => shared.ask(tx, 7));
    let told: PromiseSettledResult<unknown>[] = [];
    const failed = inTransaction(dataSource, async (tx) => {
      told = await Promise.allSettled([shared.ask(tx, 1), shared.ask(tx, 100_000)]);
    });
    expect(await other).toBe(49);
    await expect(failed).rejects.toThrow('a statement of the transaction failed');
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(statements).toHaveLength(2);
  });

  it('is not there outside a transaction', async () => {
    const ask = async (tx: EntityManager) => squares('x', []).ask(tx, 1);
    await expect(ask(dataSource.manager)).rejects.toThrow('inside a transaction only');
  });
});

describe('a transaction', () => {
  it('takes the statements of handlers that run side by side, as many as they ask', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const rows: unknown = await inTransaction(dataSource, (tx) =>
      Promise.all([1, 2, 3].map((n) => tx.query('SELECT $1::int AS n, pg_sleep(0.01)', [n]))),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(rows).toMatchObject([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
    expect(warnings).toEqual([]);
  });
});
