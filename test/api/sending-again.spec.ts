import { call, createKey } from '../support/api.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Answered {
  readonly id: string;
  readonly url: string;
  readonly code?: string;
}

let shop: Shop;
let basic: Sold;
let single: string;

beforeAll(async () => {
  shop = await startShop('sending-again');
  basic = shop.sell('basic', 1_000);
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
  single = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `again_${(tenants += 1)}`;
const post = (path: string, tenant: string, body: object, key: string) =>
  shop.ask<Answered>('POST', `/stripe/${path}`, { tenant, body, headers: { 'idempotency-key': key } });
const buy = (price: string, tenant: string, key: string) =>
  post('checkout/sessions', tenant, { price, successUrl: SUCCESS, cancelUrl: CANCEL }, key);
const portal = (tenant: string, key: string) =>
  post('portal/sessions', tenant, { returnUrl: 'https://app.example.com/billing' }, key);

it('a refusal by the tenant’s state ends with that state', async () => {
  const tenant = newTenant();
  const { subscription } = await shop.subscribe(tenant, basic.monthly);
  expect(await buy(basic.monthly, tenant, 'buy')).toMatchObject({ status: 409, body: { code: 'already_subscribed' } });
  shop.sandbox.engine.subscriptions.cancel(subscription);
  await shop.settled();
  expect(await buy(basic.monthly, tenant, 'buy')).toMatchObject({ status: 201 });
});

it('a failure of Stripe’s own is an unknown outcome as often as it is repeated, and a new key helps', async () => {
  const tenant = newTenant();
  await shop.subscribe(tenant, basic.monthly);
  shop.sandbox.faults.add({ fault: 'error', method: 'POST', path: '/v1/checkout/sessions', times: 1 });
  for (const _ of [1, 2]) {
    expect(await buy(single, tenant, 'failed')).toMatchObject({ status: 504, body: { code: 'outcome_unknown' } });
  }
  expect(await buy(single, tenant, 'a new one')).toMatchObject({ status: 201 });
});

it('a key that went to Stripe with other details is told so for good, and without a time to try again', async () => {
  const tenant = newTenant();
  const first = await shop.subscribe(tenant, basic.monthly);
  shop.sandbox.faults.add({
    fault: 'reset',
    done: true,
    times: 2,
    method: 'POST',
    path: '/v1/billing_portal/sessions',
  });
  expect(await portal(tenant, 'moved')).toMatchObject({ status: 504 });
  shop.sandbox.engine.subscriptions.cancel(first.subscription);
  await shop.subscribe(tenant, basic.monthly);
  const again = await portal(tenant, 'moved');
  expect(again).toMatchObject({ status: 409, body: { code: 'stripe_key_used' } });
  expect(again.headers.get('retry-after')).toBeNull();
  expect((await portal(tenant, 'moved')).headers.get('idempotent-replayed')).toBe('true');
  expect(await portal(tenant, 'a new one')).toMatchObject({ status: 201 });
});

it('a link that lives for minutes is given again for one, and then made anew', async () => {
  const tenant = newTenant();
  await shop.subscribe(tenant, basic.monthly);
  const first = await portal(tenant, 'link');
  expect((await portal(tenant, 'link')).body).toEqual(first.body);
  const [row] = await shop.backend.query<{ left: number }>(
    `SELECT extract(epoch FROM expires_at - now())::int AS left FROM idempotency_requests
      ORDER BY created_at DESC LIMIT 1`,
  );
  expect(row?.left).toBeLessThanOrEqual(60);
  await shop.backend.query(`UPDATE idempotency_requests SET expires_at = now()`);
  const later = await portal(tenant, 'link');
  expect([later.status, later.headers.get('idempotent-replayed'), later.body.id === first.body.id]).toEqual([
    201,
    null,
    false,
  ]);
});

it('a refusal for want of a scope or a tenant leaves nothing', async () => {
  const as = await createKey(shop.backend, ['billing']);
  const headers = { 'idempotency-key': 'nobody' };
  const before = await shop.backend.query('SELECT count(*) FROM idempotency_requests');
  const body = { returnUrl: 'https://app.example.com/billing' };
  const answer = await call(shop.backend, 'POST', '/stripe/portal/sessions', { as, body, headers });
  expect(answer).toMatchObject({ status: 403, body: { code: 'tenant_required' } });
  expect(await shop.backend.query('SELECT count(*) FROM idempotency_requests')).toEqual(before);
});
