import { join } from 'node:path';
import pg from 'pg';
import { namedStatements } from '../fleet/named-statements.js';
import { PgBouncer } from '../fleet/pgbouncer.js';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { differences } from './support/mirror-state.js';
import { redisUrlForTest } from './support/redis.js';
import { tenantDifferences } from './support/tenant-truth.js';

/** Fewer than one process may hold (10): its transactions take turns on them, and meet what others left there. */
const POOL_SIZE = 6;

let database: TestDatabase;
let bouncer: PgBouncer;
let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  database = await cloneDatabase();
  const directory = join(process.env['TEST_DIRECTORY'] ?? '', `pgbouncer-${process.pid}`);
  bouncer = await PgBouncer.start({ directory, upstream: database.url, poolSize: POOL_SIZE });
  sandbox = await StripeSandbox.start({ seed: 18 });
  backend = await startBackend({
    databaseUrl: bouncer.url,
    env: {
      MIGRATION_DATABASE_URL: database.url,
      REDIS_URL: await redisUrlForTest(),
      STRIPE_SECRET_KEY: sandbox.apiKey,
      STRIPE_API_BASE: sandbox.url,
    },
  });
});
afterAll(async () => {
  await bouncer.stop();
  await sandbox.close();
  await database.drop();
});

it('a life ends in the sandbox’s state behind PgBouncer in transaction mode, and leaves no statement behind', async () => {
  sandbox.deliveries.setHostility({ seed: 18, shuffle: 12, duplicateProbability: 0.2, concurrency: 24 });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  randomLifecycle(18, sandbox.engine, { steps: 200, customers: 5 });
  await sandbox.deliveries.settled();
  await backend.settled(120_000);
  expect(await differences(backend, sandbox)).toEqual([]);
  expect(await tenantDifferences(backend, sandbox)).toEqual([]);
  expect(await backend.query(`SELECT error FROM stripe_event_attempts`)).toEqual([]);
  expect(sandbox.events.length).toBeGreaterThan(200);

  await backend.close(); // then nobody has a connection of PgBouncer's
  const { connections, texts } = await namedStatements(bouncer.url, POOL_SIZE);
  expect(texts).toEqual([]);
  expect(connections).toBeGreaterThan(1);
  expect(bouncer.complaints()).toEqual([]);

  // Else nothing was seen because nothing looks: this is what pg does with a statement that has a name.
  const client = new pg.Client({ connectionString: bouncer.url });
  await client.connect();
  await client.query({ name: 'ours', text: 'SELECT $1::int', values: [1] });
  await client.end();
  expect((await namedStatements(bouncer.url, POOL_SIZE)).texts).toEqual(['SELECT $1::int']);
}, 240_000);
