import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { dataSourceOptions } from '../src/database/data-source.js';
import { eventsSettled, startBackend, type Backend } from './support/backend.js';
import { startProcess, type BackendProcess } from './support/backend-process.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { deliver } from './support/deliver.js';
import { inLanes } from './support/in-lanes.js';
import { startRedis, redisUrlForTest } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

const topUp = (id: string, description = 'fine') =>
  stripeEvent({ type: 'topup.created', object: { id, object: 'topup', description } });

describe('a process that dies', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let running: BackendProcess[];
  const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];
  const start = async (entry: string, env: Readonly<Record<string, string>> = {}) => {
    const started = await startProcess(entry, { DATABASE_URL: database.url, LOG_LEVEL: 'warn', ...env });
    running.push(started);
    return started;
  };

  beforeEach(async () => {
    database = await cloneDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    running = [];
  });
  afterEach(async () => {
    for (const one of running) one.signal('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    await pool.end();
    await database.drop();
  });

  it.each(['in process', 'Bull'])(
    'by kill -9 in a burst loses nothing and does nothing twice, queue %s',
    async (queue) => {
      const env: Record<string, string> = queue === 'Bull' ? { REDIS_URL: await redisUrlForTest() } : {};
      const acknowledged: string[] = [];
      const events = Array.from({ length: 400 }, (_, i) => topUp(`tu_${i}`));
      for (const after of [60, 150]) {
        const backend = await start('test/support/probe.main.ts', env);
        const remaining = events.filter(({ id }) => !acknowledged.includes(String(id)));
        // No more at once, and none after the kill: however late it comes, it comes within the burst.
        await inLanes(remaining, 64, async (event) => {
          if (acknowledged.length >= after) return backend.signal('SIGKILL');
          const answer = await post(`${backend.url}/webhooks/stripe`, event).catch(() => null);
          if (answer?.status === 200) acknowledged.push(String(event.id));
          if (acknowledged.length >= after) backend.signal('SIGKILL');
        });
        expect(await backend.ended).toBe('SIGKILL');
      }
      expect(acknowledged.length).toBeLessThan(events.length);
      await start('test/support/probe.main.ts', env);
      await eventsSettled(query, 120_000);
      const rows = await query<{ event: string; effects: number; entries: number }>(
        `SELECT l.stripe_event_id AS event, count(DISTINCT p.ctid)::int AS effects, count(DISTINCT o.id)::int AS entries
         FROM stripe_event_log l
         LEFT JOIN probe p ON p.event = l.stripe_event_id
         LEFT JOIN outbox o ON o.payload ->> 'eventId' = l.stripe_event_id
        WHERE l.status = 'processed' GROUP BY 1`,
      );
      const processed = new Set(rows.map(({ event }) => event));
      expect(acknowledged.filter((id) => !processed.has(id))).toEqual([]);
      expect(rows.filter(({ effects, entries }) => effects !== 1 || entries !== 1)).toEqual([]);
    },
    300_000,
  );

  it('of one event does not die of it for ever, and settles the others', async () => {
    const first = await start('test/support/probe.main.ts');
    const poison = topUp('tu_poison', 'exit');
    const others = Array.from({ length: 20 }, (_, i) => topUp(`tu_${i}`));
    await Promise.all(
      [...others.slice(10), poison, ...others.slice(0, 10)].map((event) =>
        deliver(`${first.url}/webhooks/stripe`, event).catch(() => null),
      ),
    );
    let last = first;
    let deaths = 0;
    for (; deaths < 6; deaths += 1) {
      const code = await Promise.race([last.ended, eventsSettled(query, 60_000).then(() => null)]);
      if (code === null) break;
      expect(code).toBe(66);
      last = await start('test/support/probe.main.ts').catch(() => last);
    }
    expect(deaths).toBeGreaterThanOrEqual(1);
    expect(deaths).toBeLessThanOrEqual(3);
    const [dead] = await query(
      `SELECT status, error_class, crash_count FROM stripe_event_log WHERE stripe_event_id = $1`,
      [poison.id],
    );
    expect(dead).toEqual({ status: 'dead', error_class: 'crash', crash_count: 3 });
    const suffering = await query(
      `SELECT status, crash_count FROM stripe_event_log
        WHERE (status <> 'processed' OR crash_count > 1) AND stripe_event_id <> $1`,
      [poison.id],
    );
    expect(suffering).toEqual([]);
    expect((await fetch(`${last.url}/health/live`)).status).toBe(200);
  }, 300_000);

  it('by SIGTERM finishes what it has accepted and exits with 0 in seconds', async () => {
    const backend = await start('src/main.ts');
    const events = Array.from({ length: 200 }, (_, i) =>
      stripeEvent({ type: 'product.created', object: { id: `prod_${i}`, object: 'product' } }),
    );
    let told = 0;
    const accepted: string[] = [];
    const deliveries = events.map(async (event, i) => {
      await delay(i);
      const answer = await post(`${backend.url}/webhooks/stripe`, event).catch(() => null);
      if (answer?.status === 200) accepted.push(String(event.id));
      if (accepted.length < 60 || told > 0) return;
      told = Date.now();
      backend.signal('SIGTERM');
    });
    await Promise.all(deliveries);
    expect(await backend.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(20_000);
    expect(accepted.length).toBeGreaterThanOrEqual(60);
    const stored = await query<{ id: string }>('SELECT stripe_event_id AS id FROM stripe_event_log');
    const ids = new Set(stored.map(({ id }) => id));
    expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
    expect(await query('SELECT 1 FROM stripe_worker_claim')).toEqual([]);
  }, 60_000);
});

describe('Redis', () => {
  it('stopped during ingest costs no event: all are accepted, and processed once it is back', async () => {
    const redis = await startRedis();
    const backend = await startBackend({ env: { REDIS_URL: redis.url, SWEEP_INTERVAL_SECONDS: '3600' } });
    const send = async (from: number, to: number) => {
      const events = Array.from({ length: to - from }, (_, i) =>
        stripeEvent({ type: 'product.created', object: { id: `prod_${from + i}`, object: 'product' } }),
      );
      const answers = await Promise.all(events.map((event) => post(`${backend.url}/webhooks/stripe`, event)));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    };
    await send(0, 50);
    await redis.kill();
    await send(50, 150);
    const health = await fetch(`${backend.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'degraded', checks: { queue: { status: 'down' } } });
    await redis.restart();
    await send(150, 200);
    await backend.settled(60_000);
    expect(await backend.query('SELECT count(*)::int AS n FROM products')).toEqual([{ n: 200 }]);
    await send(200, 201);
    await backend.settled(); // no sweep comes to help
    await backend.close();
    await redis.stop();
  }, 120_000);
});

describe('PostgreSQL', () => {
  it('that falls silent costs its connection, not the pool: pg itself would hand it out again', async () => {
    const silent = createServer().listen(0, '127.0.0.1'); // accepts, and never answers
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { extra } = dataSourceOptions('postgres://h/db') as { extra: { stream: () => Socket } };
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'u', database: 'd', stream: extra.stream });
    await expect(client.connect()).rejects.toThrow('the server is silent');
    silent.close();
  }, 30_000);

  it('gone means 503 and nothing acknowledged; back means at work again', async () => {
    const database = await cloneDatabase();
    const backend = await startBackend({ databaseUrl: database.url });
    const admin = new pg.Client({ connectionString: database.url.replace(/\/[^/]*$/, '/postgres') });
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    const event = stripeEvent({ type: 'product.created', object: { id: 'prod_1', object: 'product' } });
    await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    const refused = await post(`${backend.url}/webhooks/stripe`, event);
    expect(refused).toMatchObject({ status: 503, body: { code: 'not_durable' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    const health = await fetch(`${backend.url}/health`);
    expect(health.status).toBe(503);
    expect((await fetch(`${backend.url}/health/live`)).status).toBe(200);
    await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    await backend.settled();
    await admin.end();
    await backend.close();
    await database.drop();
  }, 60_000);
});
