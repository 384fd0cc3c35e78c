import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { describeSchema } from '../src/database/schema-snapshot.js';
import { startBackend, type Backend } from './support/backend.js';
import { emptyDatabase, type TestDatabase } from './support/database.js';
import { deliver } from './support/deliver.js';
import { ProbeModule, ProbeProcessor } from './support/probe.extension.js';
import { stripeEvent } from './support/signed-event.js';

/**
 * A database as the first two migrations and the backend of their time left it: a life of some hundred events, and two
 * events that were accepted when the process was killed (`pg_dump --inserts`).
 */
const FIRST_SCHEMA = new URL('fixtures/first-schema.sql.gz', import.meta.url);

/** What that life has none of: events that failed and were given up, and entries of the outbox in each state. */
const FAILURES = `
  INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, object_key, status, retry_count, next_attempt_at,
                                last_error, error_class, created_at, received_at, processed_at)
  VALUES ('evt_failed', 'product.updated', false, 'prod_late', 'failed', 2, now(), 'not now', 'transient', now(), now(), now()),
         ('evt_dead', 'charge.updated', false, 'ch_odd', 'dead', 1, NULL, 'amount', 'permanent', now(), now(), now()),
         ('evt_topup', 'topup.created', false, 'tu_1', 'processed', 0, NULL, NULL, NULL, now(), now(), now());
  INSERT INTO stripe_event_payload (event_log_id, received_at, body)
  SELECT l.id, l.received_at, convert_to(json_build_object('id', stripe_event_id, 'object', 'event', 'type', event_type,
           'livemode', false, 'created', 1790000000, 'data', json_build_object('object', json_build_object(
             'id', object_key, 'object', split_part(event_type, '.', 1), 'name', 'Late', 'amount', 1.5)))::text, 'UTF8')
    FROM stripe_event_log l WHERE stripe_event_id IN ('evt_failed', 'evt_dead', 'evt_topup');
  INSERT INTO outbox (topic, business_key, payload, status, next_attempt_at, settled_at)
  SELECT 'after-stripe-event', 'ProbeProcessor.thank::tu_' || status, '{"handler": "ProbeProcessor.thank", "eventId": "evt_topup"}',
         status, CASE status WHEN 'pending' THEN now() END, CASE status WHEN 'pending' THEN NULL ELSE now() END
    FROM unnest(ARRAY['pending', 'sent', 'obsolete', 'dead']) AS status`;

type Row = Record<string, unknown>;

let database: TestDatabase;
let client: Client;
let backend: Backend;
let before: Map<string, Row[]>;

const select = async (sql: string): Promise<Row[]> => (await client.query<Row>(sql)).rows;

/** The rows of each table, as they are in the database, without those that time alone changes, and what counts the migrations. */
async function everyRow(): Promise<Map<string, Row[]>> {
  const tables = await select(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT LIKE 'stripe_event_payload_%'
    AND tablename NOT IN ('countinghouse_migrations', 'process_minutes', 'signing_secret_matches', 'leases',
                          'alert_incidents') ORDER BY 1`);
  const found = new Map<string, Row[]>();
  for (const { name } of tables) {
    const rows = await select(`SELECT to_jsonb(t) AS row FROM "${String(name)}" t ORDER BY to_jsonb(t)::text`);
    found.set(
      String(name),
      rows.map(({ row }) => row as Row),
    );
  }
  return found;
}

beforeAll(async () => {
  database = await emptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(gunzipSync(await readFile(FIRST_SCHEMA)).toString('utf8'));
  await client.query('SET search_path TO public');
  await client.query(FAILURES);
  before = await everyRow();
  backend = await startBackend({ databaseUrl: database.url, extensions: [ProbeModule] });
  await backend.settled(60_000);
}, 240_000);
afterAll(async () => {
  await backend.close();
  await client.end();
  await database.drop();
});

it('there were rows of every table', () => {
  expect(before.size).toBe(20);
  for (const [table, rows] of before) expect([table, rows.length]).not.toEqual([table, 0]);
});

it('the schema is the same as that of a new database', async () => {
  const committed = await readFile(new URL('../schema.sql', import.meta.url), 'utf8');
  expect(await describeSchema(client)).toBe(committed);
});

it('what was accepted before the update is processed after it', async () => {
  expect(before.get('stripe_event_log')?.filter(({ status }) => status === 'received')).toHaveLength(2);
  expect(
    await select(`SELECT stripe_event_id AS id, status, error_class, last_error, retry_count FROM stripe_event_log
                   WHERE status NOT IN ('processed', 'ignored')`),
  ).toEqual([{ id: 'evt_dead', status: 'dead', error_class: 'permanent', last_error: 'amount', retry_count: 1 }]);
  expect(await select(`SELECT name FROM products WHERE id = 'prod_late'`)).toEqual([{ name: 'Late' }]);
  expect(await select(`SELECT 1 FROM customers WHERE name = 'Renamed before the upgrade'`)).toHaveLength(2);
});

it('what was to follow a commit follows it, once', async () => {
  expect(backend.app.get(ProbeProcessor).thanked).toEqual([
    { idempotencyKey: 'after-stripe-event:ProbeProcessor.thank::tu_pending', attempt: 1 },
  ]);
  expect(
    await select(`SELECT business_key AS key, status FROM outbox WHERE topic = 'after-stripe-event' ORDER BY 1`),
  ).toEqual(
    ['dead', 'obsolete', 'pending', 'sent'].map((state) => ({
      key: `ProbeProcessor.thank::tu_${state}`,
      status: state === 'pending' ? 'sent' : state,
    })),
  );
});

it('every other row has the values that it had', async () => {
  const after = await everyRow();
  const lost: string[] = [];
  for (const [table, rows] of before) {
    const left = after.get(table) ?? [];
    for (const row of rows) {
      const same = (other: Row) => Object.entries(row).every(([column, value]) => equal(other[column], value));
      if (!left.some(same)) lost.push(`${table} ${String(row['id'] ?? row['stripe_event_id'])}`);
    }
  }
  // the two customers that were renamed, the two events that did it, the one that had failed, the note of who had them in
  // hand, the entry that was delivered, and the tenant that has a plan now
  expect(lost.map((line) => line.split(' ')[0]).toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
    'customers',
    'customers',
    'outbox',
    'stripe_event_log',
    'stripe_event_log',
    'stripe_event_log',
    'stripe_worker_claim',
    'tenants',
  ]);
});

it('a tenant of before has the plan and the features that its rows say', async () => {
  expect(await select('SELECT id, plan, features FROM tenants')).toEqual([
    { id: 'tenant_team', plan: 'team', features: ['exports', 'reports'] },
  ]);
});

it('events that it has had are known, and change nothing', async () => {
  const rows = await everyRow();
  const bodies = await select(`SELECT convert_from(body, 'UTF8') AS body FROM stripe_event_payload`);
  expect(bodies).toHaveLength(123);
  for (const { body } of bodies) expect(await deliver(`${backend.url}/webhooks/stripe`, body)).toBe(200);
  await backend.settled();
  expect(await everyRow()).toEqual(rows);
});

it('an older event is superseded, a newer one applied', async () => {
  const [customer] = await select(`SELECT id, extract(epoch FROM stripe_event_at)::int AS at FROM customers
    WHERE name = 'Renamed before the upgrade' LIMIT 1`);
  const renamed = (name: string, seconds: number) =>
    stripeEvent({
      type: 'customer.updated',
      created: Number(customer?.['at']) + seconds,
      object: { id: customer?.['id'], object: 'customer', name },
    });
  for (const event of [renamed('Late', -1), renamed('New', 1)]) await deliver(`${backend.url}/webhooks/stripe`, event);
  await backend.settled();
  const [{ name } = { name: null }] = await select(
    `SELECT name FROM customers WHERE id = '${String(customer?.['id'])}'`,
  );
  expect(name).toBe('New');
});

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
