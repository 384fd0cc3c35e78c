import { jest } from '@jest/globals';
import Queue from 'bull';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Proxy } from '../faults/proxy.js';
import { setAhead } from '../faults/shifted-date.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { DatabaseIdentity } from '../src/database/database-identity.js';
import { StripeGateway } from '../src/stripe/stripe.gateway.js';
import { EVENTS_QUEUE } from '../src/webhooks/bull.event-queue.js';
import { settled, startBackend, type Backend } from './support/backend.js';
import { cloneDatabase } from './support/database.js';
import { deliver } from './support/deliver.js';
import { ProbeModule } from './support/probe.extension.js';
import { redisUrlForTest } from './support/redis.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

const topUp = (id: string, description = 'fine') =>
  stripeEvent({ type: 'topup.created', object: { id, object: 'topup', description } });
const send = (backend: Backend, event: unknown) => post(`${backend.url}/webhooks/stripe`, event);
/** Only Bull wakes the workers: no sweep comes to help. */
const NO_SWEEP = { SWEEP_INTERVAL_SECONDS: '3600' };
const through = (url: string, { port }: Proxy): string => {
  const way = new URL(url);
  way.port = String(port);
  return way.href;
};
/** The queue of the processes on this backend's database. */
const wakersOf = ({ app }: Backend, redisUrl: string) =>
  new Queue<Record<string, never>>(EVENTS_QUEUE, redisUrl, { prefix: app.get(DatabaseIdentity).prefix });
const portOf = (url: string): number => Number(new URL(url).port);

describe('a half-open connection', () => {
  it('to Redis is noticed: the next event is announced again, without a sweep', async () => {
    const redisUrl = await redisUrlForTest();
    const proxy = await Proxy.start(() => portOf(redisUrl));
    const backend = await startBackend({ env: { REDIS_URL: through(redisUrl, proxy), ...NO_SWEEP } });
    await send(backend, topUp('tu_before'));
    await backend.settled();
    proxy.halfOpen();
    expect((await send(backend, topUp('tu_unheard'))).status).toBe(200);
    await backend.settled(60_000);
    await delay(1_000);
    const began = Date.now();
    await send(backend, topUp('tu_after'));
    await backend.settled();
    expect(Date.now() - began).toBeLessThan(9_000); // a silent connection is noticed after ten seconds
    await backend.close();
    proxy.pass();
    await proxy.close();
  }, 120_000);

  it('to PostgreSQL costs a 503 and no event: others are opened, and all is settled once', async () => {
    const database = await cloneDatabase();
    const proxy = await Proxy.start(() => portOf(database.url));
    const backend = await startBackend({
      databaseUrl: through(database.url, proxy),
      env: { SWEEP_INTERVAL_SECONDS: '2' },
      extensions: [ProbeModule],
    });
    const pool = new pg.Pool({ connectionString: database.url, max: 1 }); // the backend's own would go through the proxy
    const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];
    const before = Array.from({ length: 20 }, (_, i) => topUp(`tu_${i}`));
    // As many connections as the pool may have: one more would be a new one, which gets through.
    const everyConnection = Array.from({ length: 10 }, () => backend.app.get(DataSource).query('SELECT pg_sleep(0.1)'));
    await Promise.all([...everyConnection, ...before.map((event) => send(backend, event))]);
    proxy.halfOpen();
    const event = topUp('tu_held');
    const refused = await send(backend, event);
    expect(refused).toMatchObject({ status: 503, body: { code: 'not_durable' } });
    let status = 0;
    for (const deadline = Date.now() + 60_000; status !== 200 && Date.now() < deadline; await delay(500)) {
      ({ status } = await send(backend, event));
    }
    expect(status).toBe(200);
    proxy.pass(); // the server learns by now that the old ones are gone, and lets go of what they have locked
    await settled(query, 60_000);
    expect(await query('SELECT count(*)::int AS n, count(DISTINCT event)::int AS d FROM probe')).toEqual([
      { n: 21, d: 21 },
    ]);
    await pool.end();
    await backend.close();
    await proxy.close();
    await database.drop();
  }, 240_000);
});

describe('a Bull job', () => {
  it('that stalled, its worker being dead, is taken up and done away with', async () => {
    const database = await cloneDatabase();
    const redisUrl = await redisUrlForTest();
    const first = await startBackend({ databaseUrl: database.url });
    const queue = wakersOf(first, redisUrl);
    await first.close();
    const { id } = await queue.add({}, { removeOnComplete: true });
    // What a worker leaves that dies with the job in hand: in the list of active ones, and locked by nobody.
    await queue.client.rpoplpush(queue.toKey('wait'), queue.toKey('active'));
    expect(await queue.getActiveCount()).toBe(1);
    const env = { REDIS_URL: redisUrl, ...NO_SWEEP };
    const intervals = jest.spyOn(globalThis, 'setInterval');
    const backend = await startBackend({ databaseUrl: database.url, env, extensions: [ProbeModule] });
    await send(backend, topUp('tu_1'));
    const isIdle = async () => Object.values(await queue.getJobCounts()).every((jobs) => jobs === 0);
    for (const deadline = Date.now() + 30_000; Date.now() < deadline && !(await isIdle()); await delay(50)) {
      // Half a minute has passed, after which Bull looks for such jobs; one is taken at the second look.
      await queue.client.del(queue.toKey('stalled-check'));
      for (const [look, milliseconds] of intervals.mock.calls) if (milliseconds === 30_000) look();
    }
    intervals.mockRestore();
    expect(await queue.getJob(id)).toBeNull();
    expect(await queue.getJobCounts()).toMatchObject({ active: 0, waiting: 0, failed: 0 });
    await backend.settled();
    expect(await backend.query('SELECT event FROM probe')).toHaveLength(1);
    await backend.close();
    await queue.close();
    await database.drop();
  }, 120_000);

  it('that is processed twice, and by two at once, has one effect', async () => {
    const database = await cloneDatabase();
    const redisUrl = await redisUrlForTest();
    const options = { databaseUrl: database.url, env: { REDIS_URL: redisUrl }, extensions: [ProbeModule] };
    const [first, second] = [await startBackend(options), await startBackend(options)];
    await first.query('CREATE TABLE probe (event text)');
    const queue = wakersOf(first, redisUrl);
    const events = Array.from({ length: 100 }, (_, i) => topUp(`tu_${i}`));
    await Promise.all(
      events.map(async (event, i) => {
        const { url } = i % 2 === 0 ? first : second;
        expect(await deliver(`${url}/webhooks/stripe`, event)).toBe(200);
        await Promise.all([queue.add({}), queue.add({})]);
      }),
    );
    await first.settled();
    expect(
      await first.query(`SELECT count(*)::int AS effects, count(DISTINCT event)::int AS events,
                                (SELECT count(*)::int FROM outbox) AS entries FROM probe`),
    ).toEqual([{ effects: 100, events: 100, entries: 100 }]);
    await queue.close();
    await first.close();
    await second.close();
    await database.drop();
  }, 120_000);
});

describe('a clock that jumps by ten minutes', () => {
  const jump = (): void => setAhead(600_000);
  const jumpBack = (): void => setAhead(0);
  afterEach(jumpBack);

  it('refuses what Stripe signs meanwhile, retries by the clock of the database, and takes all when it is back', async () => {
    const backend = await startBackend({ extensions: [ProbeModule] });
    const event = topUp('tu_1');
    const body = JSON.stringify(event, null, 2);
    const signed = { 'stripe-signature': signatureOf(body) };
    expect((await post(`${backend.url}/webhooks/stripe`, topUp('tu_2', 'throw once'))).status).toBe(200);
    jump();
    expect((await post(`${backend.url}/webhooks/stripe`, body, signed)).status).toBe(400);
    await backend.settled();
    const [row] = await backend.query<{ late: boolean }>(
      `SELECT processed_at > now() + interval '1 minute' OR processed_at < now() - interval '1 minute' AS late
         FROM stripe_event_log WHERE object_key = 'tu_2'`,
    );
    expect(row).toEqual({ late: false });
    jumpBack();
    expect((await post(`${backend.url}/webhooks/stripe`, body, signed)).status).toBe(200);
    await backend.settled();
    expect(await backend.query(`SELECT status FROM stripe_event_log`)).toEqual([
      { status: 'processed' },
      { status: 'processed' },
    ]);
    await backend.close();
  }, 60_000);

  it('does not keep a Stripe that was away shut out when it goes back', async () => {
    const sandbox = await StripeSandbox.start();
    const customer = sandbox.engine.customers.create({ email: 'jenny@example.com' });
    const backend = await startBackend({
      env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
    });
    const gateway = backend.app.get(StripeGateway);
    const read = () => gateway.read({ account: '', type: 'customer', id: customer.id }, null);
    sandbox.faults.add({ fault: 'hang', path: '/v1/customers*' });
    jump();
    await expect(read()).rejects.toThrow('Stripe did not answer');
    jumpBack();
    await expect(read()).rejects.toMatchObject({ retryAfter: 10 }); // nobody waits for it for ten seconds
    const now = performance.now();
    const later = jest.spyOn(performance, 'now').mockReturnValue(now + 10_000);
    const again = await read().finally(() => later.mockRestore());
    expect(again.object).toMatchObject({ id: customer.id });
    await backend.close();
    await sandbox.close();
  }, 60_000);
});
