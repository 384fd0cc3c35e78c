import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../src/database/data-source.js';
import { inTransaction } from '../src/database/in-transaction.js';
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
