import { createKey, type CallOptions } from '../support/api.js';
import { startShop, type Shop, type Sold } from '../support/shop.js';

interface Subscription {
  readonly id: string;
  readonly code?: string;
  readonly cancelling?: boolean;
  readonly items: readonly { readonly id: string; readonly plan: string; readonly quantity: number }[];
  readonly errors?: readonly { readonly pointer: string }[];
}
interface Preview {
  readonly total: { readonly amount: number };
  readonly lines: readonly unknown[];
}

const DAY = 86_400;

let shop: Shop;
let basic: Sold;
let pro: Sold;
let backend: string;

beforeAll(async () => {
  shop = await startShop('subscription');
  basic = shop.sell('basic', 1_000);
  pro = shop.sell('pro', 3_000);
  backend = await createKey(shop.backend, ['billing']);
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `subscriber_${(tenants += 1)}`;
type As = CallOptions & { readonly tenant?: string };

const read = (as: As, query = '') => shop.ask<Subscription>('GET', `/stripe/subscription${query}`, as);
const post = <Body = Subscription>(action: string, body: object, as: As) =>
  shop.ask<Body>('POST', `/stripe/subscription/${action}`, { ...as, body });
const atStripe = (id: string) => shop.sandbox.engine.store.subscriptions.get(id);
const asKey = (tenant: string): As => ({ as: backend, headers: { 'countinghouse-tenant': tenant } });
const audited = (id: string) =>
  shop.backend.query(
    "SELECT action, before, after FROM audit_log WHERE object_id = $1 AND outcome = 'done' ORDER BY id",
    [id],
  );

async function subscriber(price = basic.monthly, quantity = 1) {
  const tenant = newTenant();
  return { tenant, ...(await shop.subscribe(tenant, price, quantity)) };
}

describe('the subscription', () => {
  it('is the tenant’s own', async () => {
    const { tenant, subscription } = await subscriber(basic.monthly, 2);
    expect(await read({ tenant })).toMatchObject({
      status: 200,
      body: {
        id: subscription,
        status: 'active',
        live: true,
        cancelling: false,
        cancelAt: null,
        currentPeriodEnd: expect.stringMatching(/^2026-12-\d\dT\d\d:\d\d:\d\d\.000Z$/),
        items: [
          {
            plan: 'basic',
            price: basic.monthly,
            product: basic.product,
            quantity: 2,
            unitPrice: { amount: 1_000, currency: 'usd' },
            interval: 'month',
            intervalCount: 1,
          },
        ],
      },
    });
    expect((await read({ tenant: newTenant() })).body.code).toBe('not_found');
    expect((await read({ tenant: newTenant() }, `?subscription=${subscription}`)).status).toBe(404);
    expect((await read({ tenant }, `?subscription=${subscription}`)).status).toBe(200);
    expect((await read({ tenant }, '?subscription=cus_1')).status).toBe(400);
    expect((await read({ as: backend })).body.code).toBe('tenant_required');
  });

  it('of several is the one that is named', async () => {
    const { tenant, customer, subscription } = await subscriber();
    const other = shop.sandbox.engine.subscriptions.create({ customer, items: [{ price: pro.monthly }] }).id;
    await shop.settled();
    const ids = [subscription, other];
    for (const id of ids) expect((await read({ tenant }, `?subscription=${id}`)).body.id).toBe(id);
    expect((await post('cancel', { when: 'now', subscription: other }, { tenant })).body.id).toBe(other);
    await shop.settled();
    expect((await read({ tenant })).body.id).toBe(subscription);
    expect((await post('cancel', { subscription: other }, { tenant })).body.code).toBe('no_live_subscription');
  });
});

describe('a cancellation', () => {
  it('at the end of the period can be taken back', async () => {
    const { tenant, subscription } = await subscriber();
    const canceled = await post('cancel', { feedback: 'too_expensive', comment: 'Too dear.' }, { tenant });
    expect(canceled).toMatchObject({ status: 200, body: { id: subscription, status: 'active', cancelling: true } });
    expect(atStripe(subscription).cancellation_details).toMatchObject({
      feedback: 'too_expensive',
      comment: 'Too dear.',
    });
    await shop.settled();
    expect((await read({ tenant })).body).toEqual(canceled.body);

    const resumed = await post('resume', {}, { tenant });
    expect(resumed).toMatchObject({ status: 200, body: { cancelling: false, cancelAt: null } });
    await shop.settled();
    expect((await read({ tenant })).body.cancelling).toBe(false);
    expect((await post('resume', {}, { tenant })).status).toBe(200); // it goes on anyway
    expect((await audited(subscription)).map(({ action }) => action)).toEqual([
      'subscription.cancel_period_end',
      'subscription.resume',
      'subscription.resume',
    ]);
    expect(JSON.stringify(await audited(subscription))).not.toContain('Too dear');
  });

  it('that the portal planned, as a date since clover, is taken back there, or by your backend', async () => {
    const { tenant, subscription } = await subscriber();
    shop.sandbox.engine.subscriptions.update(subscription, { cancel_at: 'min_period_end' });
    expect(atStripe(subscription)).toMatchObject({ cancel_at_period_end: false, cancel_at: expect.any(Number) });
    await shop.settled();
    expect((await read({ tenant })).body.cancelling).toBe(true);
    expect((await post('resume', {}, { tenant })).body.code).toBe('end_date_fixed');
    expect((await post('resume', {}, asKey(tenant))).status).toBe(200);
    expect(atStripe(subscription).cancel_at).toBeNull();
  });

  it('at once is final, and what was there can be bought again', async () => {
    const { tenant, subscription } = await subscriber();
    expect((await post('cancel', { when: 'now' }, { tenant })).body).toMatchObject({
      status: 'canceled',
      live: false,
      cancelling: false,
    });
    await shop.settled();
    expect((await read({ tenant })).body).toMatchObject({ id: subscription, live: false, endedAt: expect.any(String) });
    for (const [action, body] of [
      ['cancel', {}],
      ['resume', {}],
      ['change', { plan: 'pro' }],
      ['change/preview', { plan: 'pro' }],
    ] as const) {
      expect(await post(action, body, { tenant })).toMatchObject({
        status: 409,
        body: { code: 'no_live_subscription' },
      });
    }
  });

  it('whose answer was lost is found to be done', async () => {
    const { tenant, subscription } = await subscriber();
    const path = `/v1/subscriptions/${subscription}`;
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'DELETE', path });
    expect(await post('cancel', { when: 'now' }, { tenant })).toMatchObject({ status: 200, body: { live: false } });
  });

  it('of a pause begins a new period', async () => {
    const { tenant, subscription } = await subscriber();
    shop.sandbox.engine.subscriptions.pause(subscription);
    await shop.settled();
    expect((await post('resume', {}, { tenant })).body).toMatchObject({ status: 'active' });
  });
});

describe('a change', () => {
  it('costs what its preview says, and is made at once', async () => {
    const { tenant, subscription } = await subscriber();
    shop.sandbox.engine.advance(10 * DAY);
    const before = shop.sandbox.events.length;
    const body = { plan: 'pro', quantity: 2 };
    const preview = await post<Preview>('change/preview', body, { tenant });
    expect(preview).toMatchObject({
      status: 200,
      body: { billedNow: true, linesComplete: true, lines: [{ proration: true }, { proration: true }] },
    });
    expect(shop.sandbox.events.length).toBe(before);
    const changed = await post('change', body, { tenant });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        status: 'active',
        pendingChangeExpiresAt: null,
        items: [{ plan: 'pro', price: pro.monthly, quantity: 2 }],
      },
    });
    const { latest_invoice } = atStripe(subscription);
    const paid = shop.sandbox.engine.store.invoices.get(latest_invoice ?? '');
    expect([paid.status, paid.total]).toEqual(['paid', preview.body.total.amount]);
    await shop.settled();
    expect((await read({ tenant })).body).toEqual(changed.body);
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant })).body).toMatchObject({ plan: 'pro' });
    expect(await audited(subscription)).toMatchObject([
      {
        action: 'subscription.change',
        before: { price: basic.monthly, quantity: 1 },
        after: { price: pro.monthly, quantity: 2, pending: false },
      },
    ]);
  });

  it('that cannot be paid waits, and gives nothing until then', async () => {
    const { tenant, customer, subscription } = await subscriber();
    const { engine } = shop.sandbox;
    const broken = engine.paymentMethods.attach('pm_card_chargeCustomerFail', customer).id;
    engine.customers.update(customer, { invoice_settings: { default_payment_method: broken } });
    shop.sandbox.engine.advance(10 * DAY);
    const { status, body } = await post('change', { plan: 'pro' }, { tenant });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        pendingChangeExpiresAt: expect.any(String),
        items: [expect.objectContaining({ plan: 'basic' })],
      }),
    ]);
    await shop.settled();
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant })).body).toMatchObject({ plan: 'basic' });
    expect(atStripe(subscription).pending_update).not.toBeNull();
  });

  it('keeps interval and quantity unless others are named', async () => {
    const { tenant } = await subscriber(basic.yearly, 4);
    expect((await post('change', { plan: 'pro' }, { tenant })).body.items).toMatchObject([
      { price: pro.yearly, quantity: 4 },
    ]);
    await shop.settled();
    expect((await post('change', { quantity: 1 }, { tenant })).body.items).toMatchObject([
      { price: pro.yearly, quantity: 1 },
    ]);
    await shop.settled();
    expect((await post('change', { plan: 'basic', interval: 'month' }, { tenant })).body.items).toMatchObject([
      { price: basic.monthly, quantity: 1 },
    ]);
  });

  it('is billed later when the backend says so, and never when a user does', async () => {
    const { tenant, subscription } = await subscriber();
    const before = atStripe(subscription).latest_invoice;
    for (const proration of ['next_invoice', 'none']) {
      const body = { plan: 'pro', proration };
      for (const action of ['change', 'change/preview']) {
        const refused = await post(action, body, { tenant });
        expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/proration']);
      }
    }
    expect((await post('change', { plan: 'pro', proration: 'none' }, asKey(tenant))).status).toBe(200);
    expect(atStripe(subscription).latest_invoice).toBe(before);
  });

  it('to what is not for sale is refused, and one that only Stripe can judge by Stripe', async () => {
    const { tenant } = await subscriber();
    const { engine } = shop.sandbox;
    const product = engine.products.create({ name: 'Once', metadata: { plan: 'once' } }).id;
    const single = engine.prices.create({ currency: 'usd', product, unit_amount: 100 }).id;
    await shop.settled();
    for (const body of [{ plan: 'none' }, { price: single }, { price: 'price_none' }, { plan: 'once' }]) {
      expect(await post('change', body, { tenant })).toMatchObject({ status: 422, body: { code: 'not_for_sale' } });
    }
    engine.subscriptionSchedules.create({ from_subscription: (await read({ tenant })).body.id });
    expect((await post('cancel', {}, { tenant })).body).toMatchObject({ code: 'stripe_refused' });
  });

  it.each<[string, string, object, string]>([
    ['change', 'nothing', {}, '/plan'],
    ['change', 'an interval alone', { interval: 'year' }, '/plan'],
    ['change', 'two choices', { plan: 'pro', price: 'price_1' }, '/plan'],
    ['change', 'a negative quantity', { quantity: -3 }, '/quantity'],
    ['change', 'an item of another', { quantity: 2, item: 'si_other' }, '/item'],
    ['change', 'a price made up', { priceData: {} }, '/priceData'],
    ['change', 'another proration', { quantity: 2, proration: 'always_invoice' }, '/proration'],
    ['cancel', 'another time', { when: 'yesterday' }, '/when'],
    ['cancel', 'a long comment', { comment: 'x'.repeat(501) }, '/comment'],
    ['cancel', 'a refund', { refund: true }, '/refund'],
    ['resume', 'a customer', { customer: 'cus_1' }, '/customer'],
    ['resume', 'no id', { subscription: 'sub_\r\n' }, '/subscription'],
  ])('%s with %s is refused', async (action, _, body, pointer) => {
    const tenant = 'tenant_refused';
    if ((await read({ tenant })).status === 404) await shop.subscribe(tenant, basic.monthly);
    const { status, body: problem } = await post(action, body, { tenant });
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('of another tenant’s finds nothing, and changes nothing', async () => {
    const { subscription } = await subscriber();
    const { tenant } = await subscriber();
    for (const [action, body] of [
      ['cancel', { when: 'now' }],
      ['resume', {}],
      ['change', { plan: 'pro' }],
      ['change/preview', { plan: 'pro' }],
    ] as const) {
      const answer = await post(action, { ...body, subscription }, { tenant });
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
    expect(atStripe(subscription)).toMatchObject({ status: 'active', cancel_at: null });
  });
});
