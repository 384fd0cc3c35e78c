import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { ReplayPreview } from '../../src/operations/events/replays/replay-preview.js';
import { PayloadRotation } from '../../src/operations/retention/payload-rotation.js';
import { EventLogRepository } from '../../src/webhooks/event-log.repository.js';
import { ATTEMPTS } from '../../src/webhooks/retry-policy.js';
import { StripeEventLog } from '../../src/webhooks/stripe-event-log.entity.js';
import { startBackend, type Backend } from '../support/backend.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/notifications.js';
import { ProbeModule, ProbeProcessor } from '../support/probe.extension.js';
import { post, stripeEvent } from '../support/signed-event.js';

const key = (): string => randomBytes(32).toString('base64');
const [OLD, NEW] = [`old:${key()}`, `new:${key()}`];

let database: TestDatabase;
let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  database = await cloneDatabase();
  sandbox = await StripeSandbox.start({ seed: 3 });
  backend = await start(OLD);
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
  await database.drop();
});

const start = (PAYLOAD_ENCRYPTION_KEYS: string): Promise<Backend> =>
  startBackend({
    databaseUrl: database.url,
    extensions: [ProbeModule],
    env: {
      PAYLOAD_ENCRYPTION_KEYS,
      SWEEP_INTERVAL_SECONDS: '1',
      STRIPE_SECRET_KEY: sandbox.apiKey,
      STRIPE_API_BASE: sandbox.url,
    },
  });

async function restart(keys: string): Promise<void> {
  await backend.close();
  backend = await start(keys);
}

const send = async (event: Record<string, unknown>): Promise<string> => {
  expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
  await backend.settled();
  return String(event['id']);
};
const customer = (id: string, fields: object = {}, created = 1_800_000_000) =>
  stripeEvent({ type: 'customer.updated', created, object: { id, object: 'customer', name: 'Jenny', ...fields } });
const stored = async (eventId: string) =>
  (
    await backend.query<{
      keyId: string | null;
      body: Buffer;
      status: string;
      error: string | null;
      class: string | null;
    }>(
      `SELECT p.key_id AS "keyId", p.body, l.status, l.last_error AS error, l.error_class AS class
         FROM stripe_event_log l JOIN stripe_event_payload p ON p.event_log_id = l.id WHERE l.stripe_event_id = $1`,
      [eventId],
    )
  )[0];
/** As a worker of another process finds it: in the database, and in no memory. */
async function runAgain(eventId: string): Promise<void> {
  await backend.query(
    `UPDATE stripe_event_log SET status = 'received', verdict = NULL, retry_count = 0, next_attempt_at = now()
      WHERE stripe_event_id = $1`,
    [eventId],
  );
  await backend.settled();
}
const nameOf = async (id: string) =>
  (await backend.query<{ name: string }>('SELECT name FROM customers WHERE id = $1', [id]))[0]?.name;

it('stores nothing that can be read, and reads it everywhere', async () => {
  const event = customer('cus_1');
  const id = await send(event);
  const row = await stored(id);
  expect(row?.keyId).toBe('old');
  expect(row?.body.toString('latin1')).not.toMatch(/Jenny|cus_1|customer/);

  // a worker
  await backend.query(`DELETE FROM customers WHERE id = 'cus_1'`);
  await runAgain(id);
  expect(await nameOf('cus_1')).toBe('Jenny');
  // the log's own reader, and the entity
  const found = await backend.app.get(EventLogRepository, { strict: false }).find(id);
  expect(JSON.parse(String(found?.body))).toEqual(event);
  const logged = await backend.app
    .get(DataSource)
    .getRepository(StripeEventLog)
    .findOne({ where: { stripeEventId: id }, relations: { payload: true } });
  expect(logged?.eventData).toEqual(event);
  expect(JSON.stringify(logged)).not.toContain('export');
});

it('reads what a tie needs of other events, and what follows after the commit', async () => {
  const at = 1_800_000_100;
  const created = stripeEvent({
    type: 'customer.created',
    created: at,
    object: { id: 'cus_tie', object: 'customer', name: 'First' },
  });
  const updated = customer('cus_tie', { name: 'Last' }, at);
  const id = await send(updated);
  await send(created);
  expect(await nameOf('cus_tie')).toBe('Last');
  await backend.query(`UPDATE customers SET name = 'wrong' WHERE id = 'cus_tie'`);
  await runAgain(id);
  expect(await nameOf('cus_tie')).toBe('Last');

  const thanked = backend.app.get(ProbeProcessor, { strict: false }).thanked.length;
  await send(stripeEvent({ type: 'topup.created', object: { id: 'tu_1', object: 'topup' } }));
  expect(backend.app.get(ProbeProcessor, { strict: false }).thanked).toHaveLength(thanked + 1);
});

it('never applies what was changed, or is another event’s: dead, with its own words, and the batch goes on', async () => {
  const [one, two, fine] = [
    await send(customer('cus_swap_1', { name: 'One' })),
    await send(customer('cus_swap_2', { name: 'Two' })),
    await send(customer('cus_swap_3', { name: 'Three' })),
  ];
  await backend.query(
    `UPDATE stripe_event_payload p SET body = other.body
       FROM stripe_event_log l, stripe_event_payload other, stripe_event_log m
      WHERE l.id = p.event_log_id AND l.stripe_event_id = $1
        AND m.id = other.event_log_id AND m.stripe_event_id = $2`,
    [one, two],
  );
  await backend.query(
    `UPDATE stripe_event_payload p SET body = set_byte(body, 40, get_byte(body, 40) # 1)
       FROM stripe_event_log l WHERE l.id = p.event_log_id AND l.stripe_event_id = $1`,
    [two],
  );
  await backend.query(`DELETE FROM customers WHERE id LIKE 'cus_swap%'`);
  await backend.query(
    `UPDATE stripe_event_log SET status = 'received', next_attempt_at = now() WHERE object_key LIKE 'cus_swap%'`,
  );
  await backend.settled();
  for (const id of [one, two]) {
    expect(await stored(id)).toMatchObject({
      status: 'dead',
      class: 'permanent',
      error: 'The payload is not what was encrypted for this event.',
    });
  }
  expect(await stored(fine)).toMatchObject({ status: 'processed' });
  expect(await backend.query(`SELECT id FROM customers WHERE id LIKE 'cus_swap%'`)).toEqual([{ id: 'cus_swap_3' }]);
  const { data } = await backend.app.get(ReplayPreview, { strict: false }).preview({ ids: [one, fine] }, undefined);
  expect(data).toMatchObject([
    { event: { id: one }, outcome: 'fails', error: 'The payload is not what was encrypted for this event.' },
    { event: { id: fine }, outcome: 'no_change' },
  ]);
});

it('rotates: the first key writes, all read, and what is older is encrypted anew, online', async () => {
  await restart(`${NEW},${OLD}`);
  const rotation = backend.app.get(PayloadRotation, { strict: false });
  const fresh = await send(customer('cus_2'));
  expect((await stored(fresh))?.keyId).toBe('new');
  const byKey = () =>
    backend.query<{ keyId: string; payloads: number }>(
      `SELECT key_id AS "keyId", count(*)::int AS payloads FROM stripe_event_payload GROUP BY 1 ORDER BY 1`,
    );
  const before = await byKey();
  expect(before.map(({ keyId }) => keyId)).toEqual(['new', 'old']);
  const old = before.find(({ keyId }) => keyId === 'old')?.payloads ?? 0;
  expect(await rotation.run(new AbortController().signal)).toBe(old - 2); // those two cannot be read
  expect(await byKey()).toEqual([
    { keyId: 'new', payloads: 1 + old - 2 },
    { keyId: 'old', payloads: 2 },
  ]);
  await backend.query('DELETE FROM customers');
  const [first] = await backend.query<{ id: string }>(
    `SELECT stripe_event_id AS id FROM stripe_event_log WHERE object_key = 'cus_1'`,
  );
  await restart(NEW); // the old one may go now
  await runAgain(first?.id ?? '');
  expect(await nameOf('cus_1')).toBe('Jenny');
});

it('names the key that is missing, waits for it, and runs the event by itself once it is there', async () => {
  const id = await send(customer('cus_3'));
  await backend.query(`DELETE FROM customers WHERE id = 'cus_3'`);
  await restart(OLD);
  const attempts = async (number: number, status: string): Promise<void> => {
    await backend.query(
      `UPDATE stripe_event_log SET status = 'received', verdict = NULL, retry_count = $2, next_attempt_at = now()
        WHERE stripe_event_id = $1`,
      [id, number],
    );
    await until(backend, async () => (await stored(id))?.status === status);
    expect(await stored(id)).toMatchObject({
      class: 'transient',
      error: expect.stringContaining("encrypted with the key 'new', which PAYLOAD_ENCRYPTION_KEYS does not list"),
    });
  };
  await attempts(ATTEMPTS.transient - 1, 'dead');
  await attempts(0, 'failed');
  const found = backend.app.get(EventLogRepository, { strict: false }).find(id);
  await expect(found).rejects.toMatchObject({ code: 'payload_key_missing' });
  await restart(`${OLD},${NEW}`);
  await backend.settled();
  expect(await stored(id)).toMatchObject({ status: 'processed' });
  expect(await nameOf('cus_3')).toBe('Jenny');
});

it('asks Stripe, for a tie with an event that cannot be read', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'At Stripe' });
  const at = sandbox.engine.clock.now() - 600;
  const lost = await send(customer(id, { name: 'Unreadable' }, at));
  await backend.query(
    `UPDATE stripe_event_payload SET key_id = 'lost' WHERE event_log_id = (
       SELECT id FROM stripe_event_log WHERE stripe_event_id = $1)`,
    [lost],
  );
  await send(customer(id, { name: 'Readable' }, at));
  expect(await nameOf(id)).toBe('At Stripe');
});

it('costs nothing, and changes nothing, without keys; what was encrypted before stays unreadable, not wrong', async () => {
  await backend.close();
  backend = await startBackend({ databaseUrl: database.url });
  const event = customer('cus_plain');
  const id = await send(event);
  const row = await stored(id);
  expect(row?.keyId).toBeNull();
  expect(JSON.parse(String(row?.body))).toEqual(event);
  const sealed = await backend.app
    .get(DataSource)
    .getRepository(StripeEventLog)
    .findOne({ where: { objectKey: 'cus_3' }, relations: { payload: true } });
  expect(() => sealed?.eventData).toThrow('which PAYLOAD_ENCRYPTION_KEYS does not list');
});
