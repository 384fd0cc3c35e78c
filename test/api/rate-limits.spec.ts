import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { RateLimitStorage } from '../../src/auth/rate-limit.storage.js';
import { DatabaseIdentity } from '../../src/database/database-identity.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend, type BackendOptions } from '../support/backend.js';
import { deliver } from '../support/deliver.js';
import { ProbeModule } from '../support/probe.controller.js';
import { redisCommand } from '../support/redis-command.js';
import { redisUrlForTest, startRedis } from '../support/redis.js';
import { post, stripeEvent } from '../support/signed-event.js';

const LIMIT = 20;
const start = (env: Record<string, string> = {}, more: BackendOptions = {}) =>
  startBackend({ extensions: [ProbeModule], ...more, env: { RATE_LIMIT_PER_MINUTE: String(LIMIT), ...env } });

/** The backend's connection for counting, which is there by now. */
async function redisOf(backend: Backend): Promise<Redis> {
  const redis = Reflect.get(backend.app.get(RateLimitStorage, { strict: false }), 'redis') as Redis;
  for (const deadline = Date.now() + 20_000; redis.status !== 'ready' && Date.now() < deadline;) await delay(10);
  return redis;
}
/** For who counts in Redis all that comes: what is not answered within a quarter of a second is counted here. */
async function patient(backend: Backend): Promise<Backend> {
  Object.assign((await redisOf(backend)).options, { commandTimeout: 30_000 });
  return backend;
}
/** How often Redis is asked from now on. */
const askedBy = (backend: Backend) =>
  jest.spyOn(
    Reflect.get(backend.app.get(RateLimitStorage, { strict: false }), 'shared') as ThrottlerStorage,
    'increment',
  ).mock.calls;

type Headers = Readonly<Record<string, string>>;
const status = async (backend: Backend, path: string, as?: string, headers: Headers = {}) =>
  (await call(backend, 'GET', path, { ...(as === undefined ? {} : { as }), headers })).status;

/** Statuses of so many requests, one after the other. */
async function statuses(count: number, request: () => Promise<number>): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < count; n += 1) seen.push(await request());
  return seen;
}
const passed = (seen: readonly number[], ok = 200) => seen.filter((one) => one === ok).length;

describe.each(['memory', 'Redis'])('counted in %s', (where) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = where === 'Redis' ? await patient(await start({ REDIS_URL: await redisUrlForTest() })) : await start();
  });
  afterAll(() => backend.close());

  it('a caller has so many requests to a route, and is told how many are left', async () => {
    const as = await createKey(backend, ['billing']);
    const first = await call(backend, 'GET', '/probe/billing', { as });
    expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual(['20', '19']);
    expect(Number(first.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    expect(passed(await statuses(LIMIT - 1, () => status(backend, '/probe/billing', as)))).toBe(LIMIT - 1);
    const { status: refused, body, headers } = await call(backend, 'GET', '/probe/billing', { as });
    expect([refused, body['code']]).toEqual([429, 'too_many_requests']);
    const wait = Number(headers.get('retry-after'));
    expect(wait > 0 && wait <= 60).toBe(true);
    expect([headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual(['20', '0']);
    expect(headers.get('ratelimit-reset')).toBe(String(wait));

    expect(await status(backend, '/probe/narrow', as)).toBe(200); // another route
    expect(await status(backend, '/probe/billing', await createKey(backend, ['billing']))).toBe(200); // another caller
    expect(await status(backend, '/probe/billing', await signJwt({ tenant: 't', user: 'a' }))).toBe(200);
  });

  it('users of one address are counted each; one who has several tokens, once', async () => {
    const other = await signJwt({ tenant: 't', user: 'u_2' });
    const seen = await statuses(LIMIT + 3, async () =>
      status(backend, '/probe/billing', await signJwt({ tenant: 't', user: 'u_1' })),
    );
    expect(passed(seen)).toBe(LIMIT);
    expect(await status(backend, '/probe/billing', other)).toBe(200);
  });

  it('a route may have a limit of its own, or none', async () => {
    const as = await createKey(backend, ['billing']);
    expect(await statuses(3, () => status(backend, '/probe/narrow', as))).toEqual([200, 200, 429]);
    expect(passed(await statuses(LIMIT * 2, () => status(backend, '/probe/unlimited')))).toBe(LIMIT * 2);
  });

  it('a hundred at once get through as often as the limit says', async () => {
    const as = await createKey(backend, ['billing']);
    const seen = await Promise.all(Array.from({ length: 100 }, () => status(backend, '/probe/billing', as)));
    expect(passed(seen)).toBe(LIMIT);
  });

  it('public routes are counted by address; whatever it says of itself', async () => {
    let n = 0;
    const seen = await statuses(LIMIT + 2, () =>
      status(backend, '/probe/public', undefined, { 'x-forwarded-for': `10.0.0.${(n += 1)}` }),
    );
    expect(passed(seen)).toBe(LIMIT);
  });

  it('webhooks and health are never refused', async () => {
    const event = () => stripeEvent({ type: 'any', object: {} });
    const webhooks = Array.from({ length: LIMIT * 4 }, () => deliver(`${backend.url}/webhooks/stripe`, event()));
    expect(new Set(await Promise.all(webhooks))).toEqual(new Set([200]));
    const unsigned = await statuses(LIMIT * 2, async () => (await call(backend, 'POST', '/stripe/webhook')).status);
    expect(new Set(unsigned)).toEqual(new Set([400]));
    for (const path of ['/health', '/health/live']) {
      expect(await statuses(LIMIT * 2, () => status(backend, path))).not.toContain(429);
    }
  });

  it('invalid tokens of one address: after a tenth of the limit nobody says any more that they are', async () => {
    const seen = await statuses(5, () => status(backend, '/probe/billing', 'nonsense'));
    expect(seen).toEqual([401, 401, 429, 429, 429]);
    expect(await status(backend, '/probe/billing')).toBe(429);
    expect(await status(backend, '/probe/billing', await createKey(backend, ['billing']))).toBe(200);
  });
});

it('all processes count together in Redis', async () => {
  const REDIS_URL = await redisUrlForTest();
  const one = await patient(await start({ REDIS_URL }));
  const other = await patient(await start({ REDIS_URL }, { databaseUrl: one.databaseUrl }));
  try {
    const as = await createKey(one, ['billing']);
    let n = 0;
    const seen = await statuses(LIMIT * 2, () => status((n += 1) % 2 ? one : other, '/probe/billing', as));
    expect(passed(seen)).toBe(LIMIT);
    const { prefix } = one.app.get(DatabaseIdentity, { strict: false });
    expect(await redisCommand(REDIS_URL, 'KEYS', 'countinghouse:*:limits:*')).toContain(`${prefix}:limits:`);
  } finally {
    await other.close();
    await one.close();
  }
});

it('without Redis, which was there, each process counts alone, at once; and is not held up', async () => {
  const redis = await startRedis();
  const backend = await patient(await start({ REDIS_URL: redis.url }));
  try {
    const as = await createKey(backend, ['billing']);
    expect(await status(backend, '/probe/billing', as)).toBe(200);
    await redis.stop();
    const began = Date.now();
    expect(passed(await statuses(LIMIT + 5, () => status(backend, '/probe/billing', as)))).toBe(LIMIT);
    expect(Date.now() - began).toBeLessThan(20_000);
    expect((await post(`${backend.url}/webhooks/stripe`, stripeEvent({ type: 'any', object: {} }))).status).toBe(200);
  } finally {
    await backend.close();
    await redis.stop();
  }
});

it('a Redis that is silent holds up one request a second, for a quarter of it', async () => {
  const redis = await startRedis();
  const backend = await start({ REDIS_URL: redis.url });
  try {
    expect((await redisOf(backend)).options.commandTimeout).toBe(250);
    const as = await createKey(backend, ['billing']);
    process.kill(redis.pid, 'SIGSTOP');
    const began = Date.now();
    const asked = askedBy(backend);
    expect(passed(await statuses(LIMIT + 5, () => status(backend, '/probe/billing', as)))).toBe(LIMIT);
    const seconds = (Date.now() - began) / 1_000;
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(1 + seconds);
    expect(seconds).toBeLessThan(20);
  } finally {
    process.kill(redis.pid, 'SIGCONT');
    await backend.close();
    await redis.stop();
  }
});

describe('behind proxies', () => {
  it.each([
    ['1', '203.0.113.7', true],
    ['loopback', '203.0.113.7', true],
    ['127.0.0.0/8,::1', '203.0.113.7', true],
    ['10.0.0.0/8', '203.0.113.7', false],
    ['', '203.0.113.7', false],
  ])('TRUST_PROXY=%s', async (proxies, ip, believed) => {
    const backend = await start({ TRUST_PROXY: proxies });
    try {
      const from = (address: string) => () =>
        status(backend, '/probe/public', undefined, { 'x-forwarded-for': `198.51.100.1, ${address}` });
      expect(passed(await statuses(LIMIT + 1, from(ip)))).toBe(LIMIT);
      expect(await from('203.0.113.8')()).toBe(believed ? 200 : 429);
      expect(await from('2001:db8:1:2::1')()).toBe(believed ? 200 : 429);
    } finally {
      await backend.close();
    }
  });

  it('an IPv6 network counts as one', async () => {
    const backend = await start({ TRUST_PROXY: '1' });
    try {
      let n = 0;
      const seen = await statuses(LIMIT + 5, () =>
        status(backend, '/probe/public', undefined, { 'x-forwarded-for': `2001:db8:1:2::${(n += 1).toString(16)}` }),
      );
      expect(passed(seen)).toBe(LIMIT);
    } finally {
      await backend.close();
    }
  });
});
