import { jest } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { dataSourceOptions } from '../src/database/data-source.js';
import { errorCode, isConsequence } from '../src/database/error-code.js';
import { inTransaction, onCommit } from '../src/database/in-transaction.js';
import { prepared } from '../src/database/prepared.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';

const ADD = prepared('SELECT $1::int + 1 AS sum');
/** `K`, a length of 12, the process, its secret: how a server names the process that a client talks to. */
const BACKEND_KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);

let database: TestDatabase;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});
afterAll(() => database.drop());

async function connected(url: string, behindPooler = false): Promise<DataSource> {
  const dataSource = await new DataSource(dataSourceOptions(url, { poolSize: 1, behindPooler })).initialize();
  open.push(() => dataSource.destroy());
  return dataSource;
}

async function keptAfterThree(dataSource: DataSource): Promise<string[]> {
  for (const n of [1, 2, 3]) expect(await dataSource.query(ADD, [n])).toEqual([{ sum: n + 1 }]);
  const kept: { statement: string }[] = await dataSource.query('SELECT statement FROM pg_prepared_statements');
  return kept.map(({ statement }) => statement);
}

/** Leads to the server, and names another process than the one that answers, as a pooler does. */
async function pooler(): Promise<string> {
  const { hostname, port } = new URL(database.url);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream);
    upstream.on('data', (data) => {
      const at = data.indexOf(BACKEND_KEY_DATA);
      if (at >= 0) data.writeInt32BE(7, at + BACKEND_KEY_DATA.length);
      client.write(data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => server.close());
  const url = new URL(database.url);
  const address: string | AddressInfo | null = server.address();
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return url.href;
}

it('keeps a statement that is asked again and again', async () => {
  expect(await keptAfterThree(await connected(database.url))).toEqual([ADD]);
});

it('keeps none behind a pooler, be it told of or not', async () => {
  expect(await keptAfterThree(await connected(database.url, true))).toEqual([]);
  expect(await keptAfterThree(await connected(await pooler()))).toEqual([]);
});

/** Bytes that the transaction's connection has sent. */
async function sentBy(tx: EntityManager): Promise<number> {
  const client: unknown = await tx.queryRunner?.connect();
  if (!(client instanceof Client)) throw new TypeError('the transaction has no connection');
  const { stream } = z.object({ stream: z.instanceof(Socket) }).parse(Reflect.get(client, 'connection'));
  return stream.bytesWritten;
}

const LONG = 'x'.repeat(10_000);

it.each([
  ['sends a statement before the former one is answered', false, 10_000],
  ['but not behind a pooler', true, 0],
])('%s', async (_, behindPooler, more) => {
  const holder = await connected(database.url);
  await holder.query('SELECT pg_advisory_lock(1)');
  const dataSource = await connected(database.url, behindPooler);
  await dataSource.query('SELECT 1'); // who answers is known after the first statement
  await inTransaction(dataSource, async (tx) => {
    const waits = 'SELECT pg_advisory_xact_lock(1), clock_timestamp()::text AS at';
    const before = await sentBy(tx);
    const former = tx.query(waits);
    const latter = tx.query('SELECT $1::text AS text, clock_timestamp()::text AS at', [LONG]);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    expect((await sentBy(tx)) - before - waits.length).toBeGreaterThanOrEqual(more);
    expect((await sentBy(tx)) - before - waits.length).toBeLessThan(more + 1_000);
    await holder.query('SELECT pg_advisory_unlock(1)');
    const [[one], [other]] = await Promise.all([former, latter]);
    expect(other).toMatchObject({ text: LONG });
    expect(other.at > one.at).toBe(true);
  });
});

it('runs nothing after a statement that failed, and the connection is as good as new', async () => {
  const dataSource = await connected(database.url);
  await dataSource.query('CREATE TABLE pipelined (id int PRIMARY KEY)');
  const add = prepared('INSERT INTO pipelined VALUES ($1::int)');
  let outcomes: PromiseSettledResult<unknown>[] = [];
  const swallowed = inTransaction(dataSource, async (tx) => {
    outcomes = await Promise.allSettled([tx.query('SELECT 1 / 0'), tx.query(add, [1]), tx.query(add, [2])]);
  });
  await expect(swallowed).rejects.toThrow('a statement of the transaction failed');
  const errors = outcomes.map((one): unknown => (one.status === 'rejected' ? one.reason : null));
  expect(errorCode(errors[0])).toBe('22012');
  expect(errors.slice(1).map(isConsequence)).toEqual([true, true]);
  await inTransaction(dataSource, (tx) => tx.query(add, [3]));
  expect(await dataSource.query('SELECT id FROM pipelined')).toEqual([{ id: 3 }]);
});

it.each([false, true])(
  'takes nothing for committed that failed unawaited; behind a pooler: %s',
  async (behindPooler) => {
    const dataSource = await connected(database.url, behindPooler);
    const follow = jest.fn();
    const careless = inTransaction(dataSource, async (tx) => {
      onCommit(tx, follow);
      await tx.query('CREATE TABLE careless (id int)');
      void tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('a statement of the transaction failed');
    expect(follow).not.toHaveBeenCalled();
    expect(await dataSource.query(`SELECT to_regclass('careless') AS found`)).toEqual([{ found: null }]);
  },
);

it.each([false, true])(
  'reads what is committed, whatever the database does by itself; behind a pooler: %s',
  async (behindPooler) => {
    const owner = await connected(database.url);
    const name = new URL(database.url).pathname.slice(1);
    await owner.query(`ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`);
    const dataSource = await connected(database.url, behindPooler);
    const level = await inTransaction(dataSource, (tx) => tx.query('SHOW transaction_isolation'));
    expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
    await owner.query(`ALTER DATABASE ${name} RESET default_transaction_isolation`);
  },
);
