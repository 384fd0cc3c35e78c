import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { CatalogNews } from '../../src/billing/catalog/catalog-news.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend, type QueueKind } from '../support/backend.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { startShop, type Shop } from '../support/shop.js';

interface Plan {
  readonly id: string;
  readonly name: string;
  readonly prices: readonly { readonly id: string; readonly unitAmount: number; readonly trialDays: number }[];
}
type Plans = { readonly data: readonly Plan[] };

const IDS = ({ data }: Plans) => data.map(({ id }) => id);

/** News is heard in every database of a Redis: that of other tests must not be. */
let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

/** Nothing that `speaker` has told so far is on its way to `listener` any more. @param times that each news is heard. */
async function newsHeard(speaker: Backend, listener: Backend, times: number): Promise<void> {
  const newsOf = ({ app }: Backend) => app.get(CatalogNews, { strict: false });
  const mark = `acct_${randomUUID()}`;
  const heard = { times: 0 };
  newsOf(listener).onChange((account) => (heard.times += Number(account === mark)));
  newsOf(speaker).tell(mark);
  for (const deadline = Date.now() + 20_000; heard.times < times; await delay(10)) {
    expect(Date.now()).toBeLessThan(deadline);
  }
}

/** Asks again for a while: an event is settled a moment before the news of it is told. */
async function until<T>(look: () => Promise<T>, isMeant: (seen: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await delay(20)) {
    const seen = await look();
    if (isMeant(seen) || Date.now() > deadline) return seen;
  }
}

describe.each<QueueKind>(['in process', 'Bull'])('plans, queue %s', (queue) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await startShop(`plans ${queue}`, queue === 'Bull' ? { env: { REDIS_URL: redis.url } } : {});
  });
  afterAll(() => shop.close());

  const plans = async (headers = {}) => shop.ask<Plans>('GET', '/stripe/plans', { headers });

  it('are what is for sale, the cheapest first', async () => {
    const pro = shop.sell('pro', 2_900, { features: 'sso, audit', limit_seats: '5', trial_days: '14' });
    const basic = shop.sell('basic', 900);
    const single = shop.sandbox.engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
    shop.sandbox.engine.prices.create({ currency: 'jpy', product: single, unit_amount: 5 });
    const old = shop.sell('old', 100);
    shop.sandbox.engine.prices.update(old.monthly, { active: false });
    shop.sandbox.engine.prices.update(old.yearly, { metadata: { hidden: 'true' } });
    const gone = shop.sell('gone', 100);
    shop.sandbox.engine.products.update(gone.product, { active: false });
    shop.sell('agreed', 1, { hidden: 'True' });
    await shop.settled();

    const { status, body } = await plans();
    expect([status, IDS(body)]).toEqual([200, ['import', 'basic', 'pro']]);
    expect(body.data[2]).toMatchObject({
      productId: pro.product,
      name: 'PRO',
      features: ['audit', 'sso'],
      limits: { seats: 5 },
      prices: [
        { id: pro.monthly, type: 'recurring', currency: 'usd', unitAmount: 2_900, interval: 'month', trialDays: 14 },
        { id: pro.yearly, unitAmount: 29_000, interval: 'year', intervalCount: 1, usageType: 'licensed' },
      ],
    });
    expect(body.data[0]?.prices).toMatchObject([{ type: 'one_time', currency: 'jpy', unitAmount: 5, interval: null }]);
    const one = await shop.ask<Plan>('GET', '/stripe/plans/basic');
    expect([one.status, one.body.prices.map(({ id }) => id)]).toEqual([200, [basic.monthly, basic.yearly]]);
  });

  it.each(['/stripe/plans/old', '/stripe/plans/agreed', '/stripe/plans/__proto__', '/stripe/plans/%F0%9F%A6%8A'])(
    '%s is not found',
    async (path) => {
      expect(await shop.ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );

  it('have an ETag that changes with them, and are not sent again meanwhile', async () => {
    const first = await plans();
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await plans({ 'if-none-match': known });
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, null, tag]);
    }
    expect((await plans({ 'if-none-match': '"other"' })).status).toBe(200);

    shop.sell('new', 5_000);
    await shop.settled();
    const changed = await until(
      () => plans({ 'if-none-match': tag }),
      ({ status }) => status === 200,
    );
    expect([changed.status, IDS(changed.body).includes('new')]).toEqual([200, true]);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('are read once, until an event changes them', async () => {
    await newsHeard(shop.backend, shop.backend, queue === 'Bull' ? 2 : 1);
    await plans();
    await shop.backend.query(`UPDATE products SET name = 'Changed by hand' WHERE metadata ->> 'plan' = 'pro'`);
    expect((await shop.ask<Plan>('GET', '/stripe/plans/pro')).body.name).toBe('PRO');
    const price = (await shop.ask<Plan>('GET', '/stripe/plans/basic')).body.prices[0]?.id ?? '';
    shop.sandbox.engine.prices.update(price, { nickname: 'Cheap' });
    await shop.settled();
    const pro = await until(
      () => shop.ask<Plan>('GET', '/stripe/plans/pro'),
      ({ body }) => body.name !== 'PRO',
    );
    expect(pro.body.name).toBe('Changed by hand');
    expect((await shop.ask('GET', '/stripe/plans/basic')).body).toMatchObject({ prices: [{ nickname: 'Cheap' }, {}] });
  });

  it('of a connected account are its own', async () => {
    const { engine } = shop.sandbox;
    const { id } = engine.accounts.create({ country: 'US', email: 'seller@example.com' });
    const own = engine.accounts.get(id);
    const product = own.products.create({ name: 'Theirs', metadata: { plan: 'theirs' } }).id;
    own.prices.create({ currency: 'usd', product, unit_amount: 700 });
    await shop.settled();
    const as = await createKey(shop.backend, ['billing']);
    const headers = { 'countinghouse-account': id };
    expect(IDS((await shop.ask<Plans>('GET', '/stripe/plans', { as, headers })).body)).toEqual(['theirs']);
    expect((await shop.ask('GET', '/stripe/plans/theirs', { as })).status).toBe(404);
  });

  it('are for callers with the scope billing only', async () => {
    expect((await shop.ask('GET', '/stripe/plans', { as: 'nonsense' })).status).toBe(401);
    const as = await createKey(shop.backend, ['refunds', 'reports', 'operations']);
    expect((await shop.ask('GET', '/stripe/plans', { as })).status).toBe(403);
  });
});

describe('plans of several processes', () => {
  let shop: Shop;
  let other: Backend;

  beforeAll(async () => {
    shop = await startShop('plans of several', { env: { REDIS_URL: redis.url } });
    const { databaseUrl } = shop.backend;
    other = await startBackend({ databaseUrl, env: { ROLE: 'api', REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await other.close();
    await shop.close();
  });

  const seenByOther = async () =>
    IDS((await call<Plans>(other, 'GET', '/stripe/plans', { as: await signJwt({ tenant: 'tenant_1' }) })).body);
  /** News takes a moment. */
  const untilOtherSees = async (expected: readonly string[]) =>
    expect(await until(seenByOther, (seen) => seen.join() === expected.join())).toEqual(expected);

  it('are outdated on all of them by an event that one has handled', async () => {
    shop.sell('basic', 900);
    await shop.settled();
    expect(await seenByOther()).toEqual(['basic']);
    shop.sell('pro', 2_900);
    await shop.settled();
    await untilOtherSees(['basic', 'pro']);
  });

  it('are read again by a process that was cut off from the news', async () => {
    await newsHeard(shop.backend, other, 1);
    await seenByOther();
    await shop.backend.query(`UPDATE products SET active = false WHERE metadata ->> 'plan' = 'pro'`);
    expect(await seenByOther()).toEqual(['basic', 'pro']);
    const client = new Redis(redis.url);
    await client.client('KILL', 'TYPE', 'pubsub');
    client.disconnect();
    await untilOtherSees(['basic']);
  });
});

it('of more prices than are sold the log warns, once an hour', async () => {
  const backend = await startBackend();
  await backend.query(
    `INSERT INTO products (account, id, active, stripe_event_at) VALUES ('acct_many', 'prod_1', true, now())`,
  );
  await backend.query(
    `INSERT INTO prices (account, id, product_id, active, type, currency, unit_amount, stripe_event_at)
     SELECT 'acct_many', 'price_' || n, 'prod_1', true, 'one_time', 'usd', n, now() FROM generate_series(1, 2001) AS n`,
  );
  const warn = jest.spyOn(PinoLogger.prototype, 'warn');
  try {
    const as = await createKey(backend, ['billing']);
    const headers = { 'countinghouse-account': 'acct_many', 'countinghouse-tenant': 'tenant_1' };
    const { body } = await call<Plans>(backend, 'GET', '/stripe/plans', { as, headers });
    expect(body.data[0]?.prices).toHaveLength(2_000);
    const lines = warn.mock.calls.filter(([line]) => JSON.stringify(line).includes('acct_many'));
    expect(lines).toEqual([[{ account: 'acct_many', sold: 2_000 }, expect.stringContaining('more active prices')]]);
  } finally {
    warn.mockRestore();
    await backend.close();
  }
});
