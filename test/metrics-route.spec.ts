import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Registry } from 'prom-client';
import { LOOKS } from '../src/operations/metrics/stored-state.repository.js';
import { startBackend, type Backend } from './support/backend.js';
import { startProcess } from './support/backend-process.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { samplesOf, scrape } from './support/prometheus.js';
import { redisUrlForTest } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

let backend: Backend;

const sendCharge = (id: string) =>
  post(
    `${backend.url}/webhooks/stripe`,
    stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount: 5, currency: 'usd' } }),
  );

describe('without what it looks at', () => {
  let lent: TestDatabase | undefined;
  afterEach(async () => {
    await backend.close();
    await lent?.drop();
    lent = undefined;
  });

  it('a database that is gone: what the process knows, and that', async () => {
    const database = await cloneDatabase();
    backend = await startBackend({ databaseUrl: database.url });
    try {
      await sendCharge('ch_1');
      await backend.settled();
      await backend.query(`INSERT INTO outbox (topic, business_key, payload, status) VALUES ('x', 'y', '{}', 'dead')`);
      const before = await scrape(backend);
      expect(samplesOf(before, 'countinghouse_outbox_entries')).not.toEqual({});
      await database.drop();
      expect((await sendCharge('ch_2')).status).toBe(503);
      const now = await delay(5_100).then(() => scrape(backend));
      expect(samplesOf(now, 'countinghouse_database_up')).toEqual({ '': 0 });
      expect(samplesOf(now, 'countinghouse_events_received_total')).toEqual({
        'type=charge.succeeded,source=webhook': 1,
      });
      expect(samplesOf(now, 'countinghouse_webhook_ack_seconds_count')['code=503']).toBe(1);
      for (const name of ['backlog_events', 'dead_events', 'outbox_entries', 'backlog_oldest_seconds']) {
        expect([name, samplesOf(now, `countinghouse_${name}`)]).toEqual([name, {}]);
      }
    } finally {
      await database.drop();
    }
  }, 60_000);

  it('with Redis, its depth: nobody works here', async () => {
    backend = await startBackend({ queue: 'Bull', env: { ROLE: 'api' } });
    for (const id of ['ch_1', 'ch_2', 'ch_3']) await sendCharge(id);
    let now = await scrape(backend);
    const waiting = () => samplesOf(now, 'countinghouse_queue_jobs')['state=waiting'] ?? 0;
    for (const deadline = Date.now() + 20_000; waiting() === 0 && Date.now() < deadline;) now = await scrape(backend);
    expect(samplesOf(now, 'countinghouse_queue_up')).toEqual({ '': 1 });
    expect(waiting()).toBeGreaterThan(0);
    expect(samplesOf(now, 'countinghouse_queue_jobs')['state=active']).toBe(0);
    expect(samplesOf(now, 'countinghouse_backlog_events')).toEqual({ 'state=due': 3, 'state=planned': 0 });
  });

  it('what a process died of, noted by the one that finds it', async () => {
    lent = await cloneDatabase();
    const client = new pg.Client({ connectionString: lent.url });
    await client.connect();
    await client.query(
      `WITH logged AS (INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, created_at)
                       VALUES ('evt_1', 'charge.succeeded', false, now()), ('evt_2', 'made.up', false, now()) RETURNING id)
       INSERT INTO stripe_worker_claim (id, event_ids, claimed_at)
       SELECT gen_random_uuid(), array_agg(id), now() - interval '1 minute' FROM logged`,
    );
    await client.query(`UPDATE stripe_event_log SET crash_count = 2 WHERE stripe_event_id = 'evt_2'`);
    await client.end();
    backend = await startBackend({ databaseUrl: lent.url });
    const now = await scrape(backend);
    expect(samplesOf(now, 'countinghouse_event_retries_total')).toMatchObject({ 'error_class=crash': 1 });
    expect(samplesOf(now, 'countinghouse_events_settled_total')).toMatchObject({
      'type=other,status=dead,verdict=failed': 1,
    });
  });

  it('no sequential scan, however long the log and the outbox are', async () => {
    backend = await startBackend({ env: { ROLE: 'all' } });
    await backend.query(
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, next_attempt_at, created_at)
       SELECT 'evt_' || n, 'invoice.paid', false, CASE WHEN n % 5000 = 0 THEN 'dead' ELSE 'processed' END, NULL, now()
         FROM generate_series(1, 40000) n`,
    );
    await backend.query(
      `INSERT INTO outbox (topic, business_key, payload, status, next_attempt_at)
       SELECT 'x', n, '{}', CASE WHEN n % 5000 = 0 THEN 'dead' ELSE 'sent' END, NULL FROM generate_series(1, 40000) n`,
    );
    await backend.query(
      `INSERT INTO reconcile_gaps (stripe_event_id, event_type, account, created_at, found_at, age_seconds, kind)
       SELECT 'evt_' || n, 'x', '', now(), now() - interval '30 d', 1, 'missed' FROM generate_series(1, 40000) n`,
    );
    await backend.query('ANALYZE');
    for (const [name, sql] of Object.entries(LOOKS)) {
      const plan = await backend.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
      expect([name, plan.map((line) => line['QUERY PLAN']).filter((line) => line.includes('Seq Scan'))]).toEqual([
        name,
        [],
      ]);
    }
  });
});

it('a process that takes no webhooks says nothing of them', async () => {
  const database = await cloneDatabase();
  const worker = await startProcess('src/main.ts', {
    ROLE: 'worker',
    DATABASE_URL: database.url,
    REDIS_URL: await redisUrlForTest(),
  });
  try {
    const { types } = await scrape(worker);
    expect(types.get('countinghouse_events_settled_total')).toBe('counter');
    expect([...types.keys()].filter((name) => name.startsWith('countinghouse_webhook'))).toEqual([]);
  } finally {
    worker.signal('SIGKILL');
    await worker.ended;
    await database.drop();
  }
}, 120_000);

describe('who may see it', () => {
  const TOKEN = 'a-token-of-thirty-two-characters!';
  afterEach(() => backend.close());

  /** By node:http: `fetch` sets its own Host. */
  const ask = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(`${backend.url}/metrics`, { headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.once('error', reject);
      sent.end();
    });

  it('with a token, whoever bears it', async () => {
    backend = await startBackend({ env: { METRICS_TOKEN: TOKEN } });
    expect((await scrape(backend, TOKEN)).values.size).toBeGreaterThan(50);
    expect(await ask({ authorization: `bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.9' })).toBe(200);
    const wrong = [
      '',
      TOKEN,
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Basic ${TOKEN}`,
      'Bearer ',
      `Bearer ${'x'.repeat(600)}`,
    ];
    for (const authorization of wrong)
      expect([authorization, await ask({ authorization })]).toEqual([authorization, 401]);
    const refused = await fetch(`${backend.url}/metrics`);
    expect([refused.status, await refused.json()]).toEqual([
      401,
      {
        status: 401,
        code: 'unauthorized',
        title: expect.any(String) as string,
        requestId: expect.any(String) as string,
      },
    ]);
  });

  it('without one, who is on this machine and came through no proxy', async () => {
    backend = await startBackend();
    expect(await ask({})).toBe(200);
    expect(await ask({ 'x-forwarded-for': '127.0.0.1' })).toBe(404);
    expect(await ask({ forwarded: 'for=127.0.0.1' })).toBe(404);
    expect(await ask({ host: 'billing.example' })).toBe(404);
    const refused = await fetch(`${backend.url}/metrics`, { headers: { 'x-real-ip': '::1' } });
    expect(await refused.text()).not.toContain('countinghouse');
  });
});

it('docs/metrics.md has every series, with its type and its labels, and no other', async () => {
  const page = await readFile(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `(countinghouse_\w+)` \| (\w+) \|([^|]*)\|/gm)].map(([, name, type, labels]) => ({
    name,
    type,
    labels: [...(labels ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label),
  }));
  backend = await startBackend();
  try {
    const series = backend.app.get(Registry).getMetricsAsArray() as unknown as {
      name: string;
      type: string;
      labelNames: string[];
    }[];
    const kept = series.map(({ name, type, labelNames }) => ({
      name,
      type,
      labels: labelNames.filter((label) => label !== 'le'),
    }));
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
      (a.name ?? '') < (b.name ?? '') ? -1 : 1;
    expect(told.toSorted(byName)).toEqual(kept.toSorted(byName));
    expect(new Set(told.map(({ name }) => name)).size).toBe(told.length);
  } finally {
    await backend.close();
  }
});
