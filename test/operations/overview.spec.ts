import { jest } from '@jest/globals';
import { overviewAnswer, type OverviewAnswer } from '../../src/operations/overview/overview.answers.js';
import { LOOKS } from '../../src/operations/overview/overview.repository.js';
import { ProcessHeartbeat } from '../../src/operations/processes/process-heartbeat.js';
import { call, createKey, signJwt, type Answer } from '../support/api.js';
import { SECRET, startBackend, type Backend } from '../support/backend.js';
import { heartbeatByHand } from '../support/heartbeat.js';
import { redisUrlForTest } from '../support/redis.js';
import { post, signatureOf, stripeEvent } from '../support/signed-event.js';

const OLD_SECRET = 'whsec_the_one_before_it';
const CONNECT_SECRET = 'whsec_of_connected_accounts';

/** One process that takes webhooks and one that settles events, and nobody else. */
let api: Backend;
let worker: Backend;
let beatApi: () => Promise<void>;
let beatWorker: () => Promise<void>;
let key: string;

/** The clock of the processes, set forward. */
let ahead = 0;
const clock = performance.now.bind(performance);

beforeAll(async () => {
  jest.spyOn(performance, 'now').mockImplementation(() => clock() + ahead);
  const env = {
    REDIS_URL: await redisUrlForTest(),
    STRIPE_WEBHOOK_SECRET: `${SECRET},${OLD_SECRET}`,
    STRIPE_CONNECT_WEBHOOK_SECRET: CONNECT_SECRET,
  };
  api = await startBackend({ env: { ...env, ROLE: 'api' } });
  worker = await startBackend({ env: { ...env, ROLE: 'worker' }, databaseUrl: api.databaseUrl });
  // What is moved to another minute is told once more with its own.
  [beatApi, beatWorker] = [heartbeatByHand(api), heartbeatByHand(worker)];
  key = await createKey(api, ['operations']);
});
afterAll(async () => {
  await worker.close();
  await api.close();
  jest.restoreAllMocks();
});

const ask = (as: string, headers: Record<string, string> = {}): Promise<Answer<OverviewAnswer>> =>
  call<OverviewAnswer>(api, 'GET', '/operations/overview', { as, headers });
/** It is read about once a second, however many ask: for each of them a second passes here. */
async function overview(): Promise<OverviewAnswer> {
  ahead += 1_050;
  const { status, body, headers } = await ask(key);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(overviewAnswer.strict().safeParse(body).error).toBeUndefined();
  return body;
}
const send = (event: unknown, headers: Record<string, string> = {}) =>
  post(`${api.url}/webhooks/stripe`, event, headers);
const charge = (id: string, amount: number) =>
  stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount, currency: 'usd' } });
const beat = () => Promise.all([beatApi(), beatWorker()]);
/** What was counted in the minute in hand is shown when the minute is over. */
const minutesPass = () => api.query(`UPDATE process_minutes SET minute = minute - interval '2 minutes'`);
async function one<Row>(sql: string): Promise<Row> {
  const [row] = await api.query<Row>(sql);
  if (!row) throw new TypeError('no row');
  return row;
}

it('before anything has come, every share is of nothing, and says so', async () => {
  const now = await overview();
  expect(now.eventsPerMinute).toHaveLength(60);
  expect(now.eventsPerMinute.map(({ received }) => received)).toEqual(Array.from({ length: 60 }, () => null));
  expect(now.successRate.answered).toEqual({ percent: null, count: 0, of: 0, overSeconds: 3_600 });
  expect(now.successRate.handled.percent).toBeNull();
  expect(now.duplicates.percent).toBeNull();
  expect(now.ackLatency).toEqual({ p50Seconds: null, p99Seconds: null, of: 0, overSeconds: 300 });
  expect(now.settleLatency).toEqual({ p50Seconds: null, p99Seconds: null, of: 0, overSeconds: 300 });
  expect(now).toMatchObject({ lastWebhookAt: null, lastReconcile: null, lastVerify: null, dead: 0 });
  expect(now.queue).toMatchObject({ kind: 'redis', up: true, waiting: 0 });
});

describe('after an hour of work', () => {
  let now: OverviewAnswer;

  it('takes what is signed, and nothing else', async () => {
    const event = charge('ch_again', 1);
    for (let n = 0; n < 30; n += 1) expect((await send(charge(`ch_${n}`, n))).status).toBe(200);
    for (let n = 0; n < 4; n += 1) expect((await send(event)).status).toBe(200); // three of them again
    for (const id of ['ch_dead_1', 'ch_dead_2']) await send(charge(id, 0.5));
    const old = JSON.stringify(charge('ch_old_secret', 1));
    expect((await send(old, { 'stripe-signature': signatureOf(old, OLD_SECRET) })).status).toBe(200);
    for (let n = 0; n < 5; n += 1) {
      const forged = await send(charge('ch_forged', n), { 'stripe-signature': signatureOf('{}', 'whsec_forged') });
      expect(forged.status).toBe(400);
    }
    await fetch(`${api.url}/webhooks/stripe`, { method: 'POST', body: '{}' });
    await api.settled();
    await beat();
    await beat(); // once more in the same minute: no figure doubles
    await minutesPass();
    await api.query(
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, source, status, next_attempt_at, created_at, received_at)
       VALUES ('evt_planned', 'x', false, 'reconcile', 'failed', now() + interval '1 hour', now(), now() - interval '90 seconds')`,
    );
    now = await overview();
  });

  it('both processes appear, and what they have counted adds up to the log', async () => {
    expect(now.processes).toEqual([
      expect.objectContaining({ role: 'api', state: 'up', version: expect.stringMatching(/^\d+\.\d+\.\d+/) }),
      expect.objectContaining({ role: 'worker', state: 'up' }),
    ]);
    const log = await one<{ webhooks: number; ended: number; dead: number }>(
      `SELECT count(*) FILTER (WHERE source = 'webhook')::int AS webhooks,
              count(*) FILTER (WHERE status IN ('processed', 'ignored', 'dead'))::int AS ended,
              count(*) FILTER (WHERE status = 'dead')::int AS dead FROM stripe_event_log`,
    );
    expect(log.webhooks).toBe(34);
    const perMinute = now.eventsPerMinute.filter(({ received }) => received !== null);
    expect(perMinute.reduce((sum, { received }) => sum + (received ?? 0), 0)).toBe(log.webhooks);
    expect(perMinute.reduce((sum, { redelivered }) => sum + (redelivered ?? 0), 0)).toBe(3);
    expect(perMinute.reduce((sum, { refused }) => sum + (refused ?? 0), 0)).toBe(6);
    expect(now.eventsPerMinute.map(({ at }) => Date.parse(at))).toEqual(
      Array.from({ length: 60 }, (_, n) => Date.parse(now.eventsPerMinute[0]?.at ?? '') + n * 60_000),
    );
    expect(now.successRate.handled).toMatchObject({ count: log.ended - log.dead, of: log.ended });
    expect(now.dead).toBe(log.dead);
  });

  it('shares are of what they say', () => {
    expect(now.duplicates).toEqual({ percent: 8.1, count: 3, of: 37, overSeconds: 3_600 });
    expect(now.successRate.answered).toEqual({ percent: 100, count: 37, of: 37, overSeconds: 3_600 });
    expect(now.successRate.handled).toEqual({ percent: 94.11, count: 32, of: 34, overSeconds: 3_600 });
    expect(now.signatureFailures).toEqual({
      count: 6,
      byDiagnosis: { wrong_secret: 5, no_signature_header: 1 },
      overSeconds: 3_600,
    });
  });

  it('latencies are the log’s, and those that processes have timed', async () => {
    const naive = await one<{ p50: number; p99: number; of: number; last: Date }>(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM processed_at - received_at)) AS p50,
              percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM processed_at - received_at)) AS p99,
              count(*)::int AS of, (SELECT max(received_at) FROM stripe_event_log WHERE source = 'webhook') AS last
         FROM stripe_event_log WHERE processed_at IS NOT NULL`,
    );
    expect(now.settleLatency.of).toBe(naive.of);
    expect(now.settleLatency.p50Seconds).toBeCloseTo(naive.p50, 3);
    expect(now.settleLatency.p99Seconds).toBeCloseTo(naive.p99, 3);
    expect(now.lastWebhookAt).toBe(naive.last.toISOString());
    expect(now.ackLatency).toMatchObject({ of: 37, overSeconds: 300 });
    expect(now.ackLatency.p50Seconds).toBeGreaterThan(0);
    expect(now.ackLatency.p99Seconds).toBeGreaterThanOrEqual(now.ackLatency.p50Seconds ?? 0);
  });

  it('the backlog is what is open', () => {
    expect(now.backlog).toMatchObject({ due: 0, planned: 1, overdueSeconds: 0 });
    expect(now.backlog.oldestSeconds).toBeGreaterThanOrEqual(90);
  });

  it('each signing secret has its last match, whatever its place in the list', async () => {
    expect(now.secrets).toEqual([
      { endpoint: 'account', position: 1, lastMatchedAt: expect.any(String), knownSince: expect.any(String) },
      { endpoint: 'account', position: 2, lastMatchedAt: expect.any(String), knownSince: expect.any(String) },
      { endpoint: 'connect', position: 1, lastMatchedAt: null, knownSince: expect.any(String) },
    ]);
    expect(Math.abs(Date.parse(now.secrets[1]?.lastMatchedAt ?? '') - Date.now())).toBeLessThan(60_000);
    const turned = await startBackend({
      env: { STRIPE_WEBHOOK_SECRET: `whsec_a_new_one,${SECRET}` },
      databaseUrl: api.databaseUrl,
    });
    try {
      await turned.app.get(ProcessHeartbeat, { strict: false }).beat();
      const { body } = await call<OverviewAnswer>(turned, 'GET', '/operations/overview', { as: key });
      expect(body.secrets.map(({ lastMatchedAt }) => lastMatchedAt)).toEqual([null, now.secrets[0]?.lastMatchedAt]);
    } finally {
      await turned.close();
    }
    const stored = JSON.stringify(await api.query('SELECT * FROM signing_secret_matches'));
    expect(stored).not.toContain('whsec');
  });

  it('a process that ended says so, and one that died is gone within two minutes', async () => {
    await beat();
    expect((await overview()).processes).toEqual([
      expect.objectContaining({ role: 'api', state: 'up' }),
      expect.objectContaining({ role: 'worker', state: 'up' }),
      expect.objectContaining({ role: 'all', state: 'stopped' }),
    ]);
    await api.query(`UPDATE process_minutes SET seen_at = now() - interval '101 seconds' WHERE role = 'worker'`);
    expect((await overview()).processes.find(({ role }) => role === 'worker')?.state).toBe('gone');
    await beatWorker();
    expect((await overview()).processes.find(({ role }) => role === 'worker')?.state).toBe('up');
  });
});

describe('who may see it', () => {
  const statusOf = async (as: string, headers: Record<string, string> = {}) => {
    const { status, body } = await call(api, 'GET', '/operations/overview', { as, headers });
    return [status, body['code']];
  };

  it('operators of all tenants and all accounts', async () => {
    expect(await statusOf(await signJwt({ scopes: ['operations'] }))).toEqual([200, undefined]);
    expect(await statusOf(await createKey(api, ['reports']))).toEqual([403, 'forbidden']);
    expect(await statusOf(await signJwt({ tenant: 't', scopes: ['operations'] }))).toEqual([403, 'tenant_bound']);
    const bound = await createKey(api, ['operations'], { account: 'acct_1' });
    expect(await statusOf(bound)).toEqual([403, 'platform_only']);
    expect(await statusOf(key, { 'countinghouse-account': 'acct_1' })).toEqual([403, 'platform_only']);
  });

  it('the live one alike', async () => {
    const bound = await createKey(api, ['operations'], { account: 'acct_1' });
    const { status, body, headers } = await call(api, 'GET', '/operations/live', { as: bound });
    expect([status, body['code'], headers.get('content-type')]).toEqual([
      403,
      'platform_only',
      'application/problem+json; charset=utf-8',
    ]);
    expect((await call(worker, 'GET', '/operations/overview', { as: key })).status).toBe(404);
  });
});

it('looks into indexes only, however long the log is', async () => {
  await api.query(
    `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, next_attempt_at, created_at)
     SELECT 'evt_many_' || n, 'invoice.paid', false, 'processed', NULL, now() FROM generate_series(1, 60000) n`,
  );
  await api.query(
    `INSERT INTO process_minutes (process_id, minute, host, role, version, started_at, received, brought, redelivered,
                                  refused, answers, acks, settled, retried)
     SELECT gen_random_uuid(), now() - n * interval '4 seconds' - interval '3 hours', 'x', 'api', '1', now(), 0, 0, 0, '{}',
            '{}', '{}', '{}', 0 FROM generate_series(1, 20000) n`,
  );
  await api.query('ANALYZE stripe_event_log, process_minutes');
  for (const [name, sql] of Object.entries(LOOKS)) {
    const plan = await api.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
    const scans = plan.map((line) => line['QUERY PLAN']).filter((line) => line.includes('Seq Scan'));
    expect([name, scans]).toEqual([name, []]);
  }
});
