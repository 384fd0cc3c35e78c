import { Client } from 'pg';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { Lease } from '../../src/operations/lease/lease.js';
import { Retention } from '../../src/operations/retention/retention.js';
import { RetentionRunRepository, type Removed } from '../../src/operations/retention/retention-run.repository.js';
import { RetentionSchedule } from '../../src/operations/retention/retention.schedule.js';
import { startBackend, type Backend } from '../support/backend.js';
import { ProbeModule, ProbeProcessor } from '../support/probe.extension.js';
import { scrape } from '../support/prometheus.js';
import { reconcileAll } from '../support/reconcile.js';
import { post, stripeEvent } from '../support/signed-event.js';

let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 5 });
  backend = await startBackend({
    extensions: [ProbeModule],
    env: { SWEEP_INTERVAL_SECONDS: '1', STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
  });
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

const retention = () => backend.app.get(Retention, { strict: false });
const run = (): Promise<Removed> => retention().run(new AbortController().signal);
const lastRun = () => backend.app.get(RetentionRunRepository, { strict: false }).last();
const send = async (event: Record<string, unknown>): Promise<string> => {
  expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
  await backend.settled();
  return String(event['id']);
};
const nameOf = async (id: string) =>
  (await backend.query<{ name: string }>('SELECT name FROM customers WHERE id = $1', [id]))[0]?.name;

/** Two events of one day are of one day also where midnight lies between them. */
const TODAY = new Date();

interface Old {
  readonly event: string;
  readonly object?: string | null;
  /** Days. */
  readonly age: number;
  /** Of Stripe's `created`, where it is another one. */
  readonly createdAge?: number;
  readonly status?: string;
  /** Stripe's second among those of a day. */
  readonly second?: number;
}

/** An event as the log has it after so many days, its payload where its time of receipt belongs. */
async function put({
  event,
  object = null,
  age,
  createdAge = age,
  status = 'processed',
  second = 0,
}: Old): Promise<void> {
  await backend.query(
    `WITH l AS (
       INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, object_key, status, verdict, created_at,
                                     received_at, processed_at, next_attempt_at)
       VALUES ($1, 'customer.updated', false, $2, $3, 'applied',
               date_trunc('day', $7::timestamptz - $4 * interval '1 day') + $6 * interval '1 second', now() - $5 * interval '1 day',
               CASE WHEN $3 IN ('processed', 'ignored') THEN now() - $5 * interval '1 day' END,
               CASE WHEN $3 IN ('received', 'failed') THEN now() + interval '1 year' END)
       RETURNING id, received_at
     ), p AS (
       INSERT INTO stripe_event_payload (event_log_id, received_at, body) SELECT id, received_at, '{}' FROM l
     )
     INSERT INTO stripe_event_attempts (event_log_id, attempt, error_class, error) SELECT id, 1, 'program', 'x' FROM l`,
    [event, object, status, createdAge, age, second, TODAY],
  );
}

/** The month that was so many days ago gets a partition, as it had then. */
async function month(age: number): Promise<string> {
  const [row] = await backend.query<{ name: string; from: string; to: string }>(
    `SELECT 'stripe_event_payload_' || to_char(m, 'YYYY_MM') AS name, m::text AS from, (m + interval '1 month')::text AS to
       FROM (SELECT date_trunc('month', (now() AT TIME ZONE 'UTC') - $1 * interval '1 day') AS m) AS x`,
    [age],
  );
  const { name = '', from = '', to = '' } = row ?? {};
  await backend.query(
    `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF stripe_event_payload FOR VALUES FROM ('${from}+00') TO ('${to}+00')`,
  );
  return name;
}

const left = async (sql: string, parameters: unknown[] = []): Promise<string[]> =>
  (await backend.query<{ name: string }>(sql, parameters)).map(({ name }) => name);
/** What a test has put, so that the next one begins anew. */
const forgetAll = (like: string) =>
  backend.query(
    `WITH gone AS (DELETE FROM stripe_event_log WHERE stripe_event_id LIKE $1 RETURNING id)
     DELETE FROM stripe_event_attempts WHERE event_log_id IN (SELECT id FROM gone)`,
    [like],
  );
const LOGGED = `SELECT stripe_event_id AS name FROM stripe_event_log WHERE stripe_event_id LIKE $1 ORDER BY 1`;
const MONTHS = `SELECT relname AS name FROM pg_class WHERE relname ~ '^stripe_event_payload_\\d' AND relkind = 'r' ORDER BY 1`;

describe('payloads', () => {
  it('go by whole months, but not with an event that is open; the default partition is emptied', async () => {
    const [old, open, young] = [await month(200), await month(160), await month(20)];
    await put({ event: 'evt_p_old', age: 200 });
    await put({ event: 'evt_p_open', age: 160, status: 'failed' });
    await put({ event: 'evt_p_young', age: 20 });
    await put({ event: 'evt_p_default', age: 300 }); // no month of its own
    const removed = await run();
    expect(removed).toMatchObject({ payloadMonths: 1, payloads: 1, events: 0 });
    const months = await left(MONTHS);
    expect(months).not.toContain(old);
    expect(months).toEqual(expect.arrayContaining([open, young]));
    expect(
      await left(
        `SELECT l.stripe_event_id AS name FROM stripe_event_payload p JOIN stripe_event_log l ON l.id = p.event_log_id
          WHERE l.stripe_event_id LIKE 'evt_p_%' ORDER BY 1`,
      ),
    ).toEqual(['evt_p_open', 'evt_p_young']);
    expect(await left(LOGGED, ['evt_p_%'])).toHaveLength(4);
    expect(await lastRun()).toMatchObject({ removed, leftOver: [] });
    await forgetAll('evt_p_%');
  });

  it('go while somebody reads them, and nobody who stores one waits long', async () => {
    const old = await month(230);
    const reader = new Client({ connectionString: backend.databaseUrl });
    await reader.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM stripe_event_payload');
    const running = run();
    const began = performance.now();
    await send(
      stripeEvent({ type: 'customer.updated', object: { id: 'cus_meanwhile', object: 'customer', name: 'A' } }),
    );
    expect(performance.now() - began).toBeLessThan(20_000);
    await reader.query('COMMIT');
    await reader.end();
    expect((await running).payloadMonths).toBeGreaterThan(0);
    expect(await left(MONTHS)).not.toContain(old);
  });

  it('of a month that a process took off and did not drop go too', async () => {
    const name = await month(260);
    await backend.query(`ALTER TABLE stripe_event_payload DETACH PARTITION ${name}`);
    expect(await run()).toMatchObject({ payloadMonths: 1 });
    expect(await left(MONTHS)).not.toContain(name);
  });
});

describe('events', () => {
  it('go when they are settled and old, by every clock, with their attempts', async () => {
    await put({ event: 'evt_l_old', object: 'cus_old', age: 401 });
    await put({ event: 'evt_l_ignored', age: 500, status: 'ignored' });
    await put({ event: 'evt_l_young', object: 'cus_young', age: 399 });
    await put({ event: 'evt_l_clock', object: 'cus_clock', age: 401, createdAge: -20 }); // a test clock ahead of ours
    await put({ event: 'evt_l_dead', object: 'cus_dead', age: 900, status: 'dead' });
    await put({ event: 'evt_l_open', object: 'cus_open', age: 900, status: 'received' });
    expect(await run()).toMatchObject({ events: 2 });
    expect(await left(LOGGED, ['evt_l_%'])).toEqual(['evt_l_clock', 'evt_l_dead', 'evt_l_open', 'evt_l_young']);
    expect(
      await backend.query(
        `SELECT count(*)::int AS attempts FROM stripe_event_attempts a
          WHERE NOT EXISTS (SELECT FROM stripe_event_log l WHERE l.id = a.event_log_id)`,
      ),
    ).toEqual([{ attempts: 0 }]);
    await forgetAll('evt_l_%');
  });

  it('of one object and one second go together or not at all: one that is left would seem the last', async () => {
    const second = { object: 'cus_second', createdAge: 405, second: 7 };
    await put({ event: 'evt_s_1', age: 405, ...second });
    await put({ event: 'evt_s_2', age: 399, ...second }); // a late one, not yet old
    await put({ event: 'evt_s_3', age: 405, ...second, second: 8 });
    await put({ event: 'evt_s_4', age: 405, ...second, second: 9 });
    await put({ event: 'evt_s_5', age: 405, ...second, second: 9, status: 'dead' });
    expect(await run()).toMatchObject({ events: 1 });
    expect(await left(LOGGED, ['evt_s_%'])).toEqual(['evt_s_1', 'evt_s_2', 'evt_s_4', 'evt_s_5']);
    await backend.query(`UPDATE stripe_event_log SET received_at = received_at - interval '2 days',
      processed_at = processed_at - interval '2 days' WHERE stripe_event_id = 'evt_s_2'`);
    expect(await run()).toMatchObject({ events: 2 });
    expect(await left(LOGGED, ['evt_s_%'])).toEqual(['evt_s_4', 'evt_s_5']);
    await forgetAll('evt_s_%');
  });

  it('by the thousand, past those that stay', async () => {
    await backend.query(
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, object_key, status, created_at, received_at, processed_at)
       SELECT 'evt_m_' || n, 'invoice.paid', false, 'in_' || (n / 3), CASE WHEN n % 500 < 3 THEN 'dead' ELSE 'processed' END,
              now() - interval '500 days', now() - interval '500 days', now() - interval '500 days'
         FROM generate_series(1, 2300) AS n`,
    );
    const removed = await run();
    const stay = await left(LOGGED, ['evt_m_%']);
    expect(removed.events).toBe(2300 - stay.length);
    expect(stay.length).toBeLessThan(40);
    expect(await run()).toMatchObject({ events: 0 });
    await forgetAll('evt_m_%');
  });

  it('are not brought again by reconcile, which lists what Stripe still shows', async () => {
    sandbox.engine.customers.create({ name: 'Lately' });
    sandbox.engine.advance(300);
    await reconcileAll(backend);
    await backend.settled();
    const before = await left(LOGGED, ['%']);
    await run();
    await reconcileAll(backend);
    expect(await left(LOGGED, ['%'])).toEqual(before);
  });
});

it('outbox entries go when they have left, and their event cannot be run again', async () => {
  await put({ event: 'evt_kept', age: 1 });
  await backend.query(
    `INSERT INTO outbox (topic, business_key, payload, status, settled_at)
     SELECT 'gone', k, jsonb_build_object('eventId', e), s, now() - a * interval '1 day'
       FROM (VALUES ('old', 'evt_unknown', 'sent', 401), ('young', 'evt_unknown', 'sent', 399), ('kept', 'evt_kept', 'obsolete', 401),
                    ('dead', 'evt_unknown', 'dead', 401)) AS v (k, e, s, a)`,
  );
  expect(await run()).toMatchObject({ outboxEntries: 1 });
  expect(await left(`SELECT business_key AS name FROM outbox WHERE topic = 'gone' ORDER BY 1`)).toEqual([
    'dead',
    'kept',
    'young',
  ]);
});

it('nobody looks for old outbox entries behind hundreds of young ones', async () => {
  await backend.query(
    `INSERT INTO outbox (topic, business_key, payload, status, created_at, settled_at)
     SELECT 'many', n::text, '{}', 'sent', now() - CASE WHEN n = 1 THEN 401 ELSE 1 END * interval '1 day',
            now() - CASE WHEN n IN (1, 600) THEN 401 ELSE 1 END * interval '1 day'
       FROM generate_series(1, 600) AS n ORDER BY n`,
  );
  expect(await run()).toMatchObject({ outboxEntries: 1 });
  const ends = `SELECT business_key AS name FROM outbox WHERE topic = 'many' AND business_key IN ('1', '600')`;
  expect(await left(ends)).toEqual(['600']);
});

describe('what needs a payload that is gone reads the object from Stripe', () => {
  const forget = (eventId: string) =>
    backend.query(
      `DELETE FROM stripe_event_payload WHERE event_log_id = (SELECT id FROM stripe_event_log WHERE stripe_event_id = $1)`,
      [eventId],
    );
  async function runAgain(eventId: string): Promise<Record<string, unknown> | undefined> {
    await backend.query(
      `UPDATE stripe_event_log SET status = 'received', verdict = NULL, retry_count = 0, next_attempt_at = now()
        WHERE stripe_event_id = $1`,
      [eventId],
    );
    await backend.settled();
    const [row] = await backend.query(
      'SELECT status, verdict, last_error AS error, error_class AS class FROM stripe_event_log WHERE stripe_event_id = $1',
      [eventId],
    );
    return row;
  }
  const told = (id: string, name: string, created = sandbox.engine.clock.now() - 600) =>
    stripeEvent({ type: 'customer.updated', created, object: { id, object: 'customer', name } });

  it('an event that runs again', async () => {
    const { id } = sandbox.engine.customers.create({ name: 'At Stripe' });
    const event = await send(told(id, 'Told'));
    await forget(event);
    expect(await runAgain(event)).toMatchObject({ status: 'processed', verdict: 'applied' });
    expect(await nameOf(id)).toBe('At Stripe');
  });

  it('of an object that Stripe does not know any more: nothing is made up', async () => {
    const event = await send(told('cus_unknown', 'Told'));
    await forget(event);
    expect(await runAgain(event)).toMatchObject({ status: 'processed', verdict: 'stored' });
    expect(await nameOf('cus_unknown')).toBe('Told');
    const deleted = stripeEvent({
      type: 'customer.deleted',
      created: sandbox.engine.clock.now() - 500,
      object: { id: 'cus_unknown', object: 'customer', deleted: true },
    });
    const gone = await send(deleted);
    await forget(gone);
    await backend.query(
      `UPDATE customers SET deleted_at = NULL, name = 'wrong', stripe_event_at = 'epoch' WHERE id = 'cus_unknown'`,
    );
    expect(await runAgain(gone)).toMatchObject({ status: 'processed', verdict: 'applied' });
    expect(
      await backend.query(`SELECT name, deleted_at IS NOT NULL AS gone FROM customers WHERE id = 'cus_unknown'`),
    ).toEqual([{ name: null, gone: true }]);
  });

  it('a tie with an event whose payload is gone', async () => {
    const { id } = sandbox.engine.customers.create({ name: 'At Stripe' });
    const at = sandbox.engine.clock.now() - 600;
    const first = await send(told(id, 'One', at));
    await forget(first);
    await send(told(id, 'Two', at));
    expect(await nameOf(id)).toBe('At Stripe');
  });

  it('what follows after the commit; of what has no address it says so, and asks no more than once', async () => {
    const probe = backend.app.get(ProbeProcessor, { strict: false });
    const event = await send(stripeEvent({ type: 'topup.created', object: { id: 'tu_9', object: 'topup' } }));
    const thanked = probe.thanked.length;
    await forget(event);
    expect(await runAgain(event)).toMatchObject({
      status: 'dead',
      class: 'permanent',
      error: expect.stringContaining('its object has no address at Stripe'),
    });
    expect(probe.thanked).toHaveLength(thanked);
  });
});

describe('the schedule', () => {
  const schedule = () => backend.app.get(RetentionSchedule, { strict: false });
  const runs = async () => (await backend.query<{ n: number }>('SELECT count(*)::int AS n FROM retention_runs'))[0]?.n;

  it('runs once a day, on one machine, and again soon when something was left', async () => {
    const before = (await runs()) ?? 0;
    await schedule().runIfDue();
    expect(await runs()).toBe(before);
    await backend.query(`UPDATE retention_runs SET finished_at = finished_at - interval '24 hours'`);
    await backend.app.get(Lease).during('retention', async () => {
      await schedule().runIfDue();
      return {};
    });
    expect(await runs()).toBe(before);
    await schedule().runIfDue();
    expect(await runs()).toBe(before + 1);
    await backend.query(
      `UPDATE retention_runs SET left_over = '{events}' WHERE finished_at > now() - interval '1 hour'`,
    );
    await schedule().runIfDue();
    expect(await runs()).toBe(before + 2);
  });

  it('a step that fails keeps none from the others; a signal ends it between two portions', async () => {
    await put({ event: 'evt_z', age: 401 });
    await backend.query('ALTER TABLE verify_runs RENAME TO verify_runs_hidden');
    expect(await run()).toMatchObject({ events: 1, runs: 0 });
    expect((await lastRun())?.leftOver).toEqual(['runs']);
    await backend.query('ALTER TABLE verify_runs_hidden RENAME TO verify_runs');
    await expect(retention().run(AbortSignal.abort(new Error('shutdown')))).rejects.toThrow('shutdown');
  });

  it('is seen by those who scrape', async () => {
    await run();
    const { values } = await scrape(backend);
    expect(values.get('countinghouse_retention_left_over')).toBe(0);
    expect([...values.keys()].filter((name) => name.startsWith('countinghouse_retention_removed{'))).toHaveLength(6);
    expect(values.get('countinghouse_erasures_unfinished')).toBe(0);
  });
});
