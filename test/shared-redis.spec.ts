import { jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RateLimitStorage } from '../src/auth/rate-limit.storage.js';
import { DatabaseIdentity } from '../src/database/database-identity.js';
import { EntitlementCache } from '../src/tenants/entitlement.cache.js';
import { EntitlementService } from '../src/tenants/entitlement.service.js';
import { EventWorker } from '../src/webhooks/event-worker.js';
import { call } from './support/api.js';
import { startBackend, type Backend, type BackendOptions } from './support/backend.js';
import { redisUrlForTest } from './support/redis.js';
import { post, stripeEvent } from './support/signed-event.js';

const T = 1_750_000_000;
const TENANT = 'tenant_x';

/** Takes whatever is in Redis from there: without an answer within a quarter of a second it would do without. */
async function startPatient(options: BackendOptions): Promise<Backend> {
  const backend = await startBackend(options);
  for (const store of [RateLimitStorage, EntitlementCache]) {
    const redis = Reflect.get(backend.app.get(store, { strict: false }), 'redis') as Redis;
    while (redis.status !== 'ready') await delay(10);
    redis.options.commandTimeout = 30_000;
  }
  return backend;
}

/** Two deployments, a staging system and production say, and a second process of the first one. */
let staging: Backend;
let production: Backend;
let beside: Backend;

beforeAll(async () => {
  const shared = { REDIS_URL: await redisUrlForTest(), RATE_LIMIT_PER_MINUTE: '20' };
  const env = { ...shared, SWEEP_INTERVAL_SECONDS: '3600', ROLE: 'worker' };
  staging = await startPatient({ env: { ...env, ROLE: 'api' } });
  beside = await startPatient({ env, databaseUrl: staging.databaseUrl });
  production = await startPatient({ env: { ...env, ROLE: 'all' } });
});
afterAll(async () => {
  await Promise.all([beside.close(), production.close()]);
  await staging.close();
});

const features = async ({ app }: Backend) =>
  (await app.get(EntitlementService, { strict: false }).featuresOf('', TENANT)).features;
const prefix = ({ app }: Backend) => app.get(DatabaseIdentity, { strict: false }).prefix;

/** Also tells who the tenant's customer is. */
const summary = (keys: readonly string[], created: number) => [
  stripeEvent({
    type: 'customer.updated',
    object: { id: 'cus_x', object: 'customer', created: T, metadata: { tenant_id: TENANT } },
    created,
  }),
  stripeEvent({
    type: 'entitlements.active_entitlement_summary.updated',
    object: {
      object: 'entitlements.active_entitlement_summary',
      customer: 'cus_x',
      entitlements: { data: keys.map((key) => ({ id: `ent_${key}`, feature: `feat_${key}`, lookup_key: key })) },
    },
    created,
  }),
];

it('a wake-up call reaches the workers of its own database, and no others', async () => {
  const own = jest.spyOn(beside.app.get(EventWorker, { strict: false }), 'wakeFresh');
  const others = jest.spyOn(production.app.get(EventWorker, { strict: false }), 'wakeFresh');
  for (let i = 0; i < 10; i += 1) {
    for (const event of summary(['sso'], T + i)) {
      expect((await post(`${staging.url}/webhooks/stripe`, event)).status).toBe(200);
    }
    await staging.settled(); // no sweep comes to help: a call that another deployment took would be missed
  }
  expect(own).toHaveBeenCalled();
  expect(others).not.toHaveBeenCalled();
});

it('what a tenant may use is seen by all processes of its own database, and in no other one', async () => {
  expect(await features(staging)).toEqual(['sso']);
  expect(await features(production)).toEqual([]);
  const cache = beside.app.get(EntitlementCache, { strict: false });
  while (!(await cache.get({ account: '', id: TENANT }))) await delay(10);
  await staging.query(`UPDATE tenants SET features = '{by hand}'`);
  expect(await features(beside)).toEqual(['sso']);
  expect(await features(production)).toEqual([]);

  // Nor does one outdate the other's: its version is the higher one.
  await production.query(`INSERT INTO tenants (id, version) VALUES ($1, 900)`, [TENANT]);
  for (const event of summary(['audit'], T + 100)) await post(`${production.url}/webhooks/stripe`, event);
  await production.settled();
  expect(await features(production)).toEqual(['audit']);
  expect(await features(beside)).toEqual(['sso']);
});

it('who has used up a limit of one has not used up that of another', async () => {
  const guess = async (backend: Backend) => (await call(backend, 'GET', '/stripe/plans', { as: 'nonsense' })).status;
  const seen: number[] = [];
  for (let n = 0; n < 3; n += 1) seen.push(await guess(staging));
  expect([...seen, await guess(production)]).toEqual([401, 401, 429, 401]);
});

it('the name is the same for every process and at every start, and another one for a database made from a dump', async () => {
  expect(prefix(staging)).toMatch(/^countinghouse:[0-9a-f]{16}$/);
  expect(prefix(beside)).toBe(prefix(staging));
  const restored = await startBackend();
  const [{ id } = { id: '' }] = await staging.query<{ id: string }>('SELECT id FROM database_identity');
  await restored.query('UPDATE database_identity SET id = $1', [id]);
  const restarted = await startBackend({ databaseUrl: restored.databaseUrl });
  expect(prefix(restarted)).not.toBe(prefix(staging));
  await restarted.close();
  await restored.close();
});
