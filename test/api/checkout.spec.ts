import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { CheckoutLanding } from '../../src/billing/checkout/checkout-landing.js';
import { createKey, type CallOptions } from '../support/api.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Opened {
  readonly id: string;
  readonly url: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

let shop: Shop;
let basic: Sold;
let single: string;

const URLS = { successUrl: SUCCESS, cancelUrl: CANCEL };

beforeAll(async () => {
  shop = await startShop('checkout');
  basic = shop.sell('basic', 900, { promotion_codes: 'true' });
  shop.sell('pro', 2_900, { trial_days: '14' });
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
  single = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `buyer_${(tenants += 1)}`;
type As = CallOptions & { readonly tenant?: string };

const open = (body: object, as: As = { tenant: newTenant() }) =>
  shop.ask<Opened>('POST', '/stripe/checkout/sessions', { ...as, body: { ...URLS, ...body } });
const stateOf = (id: string, as: As, query = '') => shop.ask('GET', `/stripe/checkout/sessions/${id}${query}`, as);
const sessionAt = (id: string) => shop.sandbox.engine.store.checkoutSessions.get(id);
const pay = (id: string) => shop.sandbox.engine.checkout.complete(id);

describe('a sale', () => {
  it('of a subscription: open, then paid and active', async () => {
    const tenant = newTenant();
    const answer = await open({ plan: 'basic', interval: 'month', quantity: 3 }, { tenant });
    const { id } = answer.body;
    expect(answer).toMatchObject({
      status: 201,
      body: { mode: 'subscription', plan: 'basic', price: basic.monthly, url: expect.stringContaining(id) },
    });
    expect(sessionAt(id)).toMatchObject({
      allow_promotion_codes: true,
      client_reference_id: tenant,
      metadata: { tenant_id: tenant },
      amount_total: 2_700,
      success_url: SUCCESS,
      cancel_url: CANCEL,
    });
    expect((await stateOf(id, { tenant })).body).toMatchObject({
      status: 'open',
      paymentStatus: null,
      paid: false,
      active: false,
      mode: 'subscription',
      total: null,
    });

    pay(id);
    await shop.settled();
    const { body } = await stateOf(id, { tenant });
    expect(body).toMatchObject({
      id,
      status: 'complete',
      paymentStatus: 'paid',
      paid: true,
      active: true,
      subscriptionStatus: 'active',
      total: { amount: 2_700, currency: 'usd' },
    });
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant })).body).toMatchObject({ plan: 'basic' });
    const subscription = shop.sandbox.engine.store.subscriptions.get(String(body['subscription']));
    expect([subscription.metadata, subscription.items.data[0]?.quantity]).toEqual([{ tenant_id: tenant }, 3]);
    expect(
      await shop.backend.query(
        `SELECT action, tenant_id, actor_kind, before, after ->> 'price' AS price, request_id FROM audit_log
          WHERE object_id = $1`,
        [id],
      ),
    ).toEqual([
      {
        action: 'checkout_session.create',
        tenant_id: tenant,
        actor_kind: 'user',
        before: null,
        price: basic.monthly,
        request_id: answer.headers.get('x-request-id'),
      },
    ]);
  });

  it('of something once: the buyer is kept, so that a second one is the same customer’s', async () => {
    const tenant = newTenant();
    const { body: first } = await open({ price: single, customerEmail: 'jenny@example.com' }, { tenant });
    const { customer } = sessionAt(first.id);
    expect(sessionAt(first.id)).toMatchObject({ customer_email: null, mode: 'payment' });
    expect(shop.sandbox.engine.store.customers.get(customer ?? '').email).toBe('jenny@example.com');
    pay(first.id);
    await shop.settled();
    expect((await stateOf(first.id, { tenant })).body).toMatchObject({ paid: true, active: true, subscription: null });
    const { body: second } = await open({ plan: 'import', customerEmail: 'other@example.com' }, { tenant });
    expect(sessionAt(second.id).customer).toBe(customer);
    expect(shop.sandbox.engine.store.customers.get(customer ?? '').email).toBe('jenny@example.com');
  });

  it('sent twice with one key is one session', async () => {
    const as = { tenant: newTenant(), headers: { 'idempotency-key': 'press' } };
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    const [first, again] = [await open({ price: single }, as), await open({ price: single }, as)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length - before).toBe(1);
    expect((await open({ plan: 'basic', interval: 'month' }, as)).body.code).toBe('idempotency_mismatch');
  });

  it('in a connected account is made there', async () => {
    const { engine } = shop.sandbox;
    const { id: account } = engine.accounts.create({ country: 'US', email: 'seller@example.com' });
    const own = engine.accounts.get(account);
    const product = own.products.create({ name: 'Theirs', metadata: { plan: 'theirs' } }).id;
    own.prices.create({ currency: 'usd', product, unit_amount: 700 });
    await shop.settled();
    const as = await createKey(shop.backend, ['billing']);
    const headers = { 'countinghouse-account': account, 'countinghouse-tenant': 'guest' };
    const { status, body } = await open({ plan: 'theirs' }, { as, headers });
    expect([status, own.store.checkoutSessions.get(body.id).client_reference_id]).toEqual([201, 'guest']);
    expect((await stateOf(body.id, { as, headers })).body['status']).toBe('open');
    expect((await stateOf(body.id, { tenant: 'guest' })).status).toBe(404);
    expect((await open({ plan: 'basic', interval: 'month' }, { as, headers })).body.code).toBe('not_for_sale');
  });
});

describe('a trial', () => {
  const withTrial = (trialDays: number, as: As = { tenant: newTenant() }) =>
    open({ plan: 'pro', interval: 'month', trialDays }, as);

  it('is what the plan offers to a new tenant, and active at once', async () => {
    const tenant = newTenant();
    const { body } = await withTrial(14, { tenant });
    pay(body.id);
    await shop.settled();
    expect((await stateOf(body.id, { tenant })).body).toMatchObject({
      paid: true,
      active: true,
      subscriptionStatus: 'trialing',
      paymentStatus: 'no_payment_required',
    });
    const { subscription } = sessionAt(body.id);
    shop.sandbox.engine.subscriptions.cancel(subscription ?? '');
    await shop.settled();
    expect((await withTrial(14, { tenant })).body.code).toBe('trial_unavailable');
    expect((await withTrial(0, { tenant })).status).toBe(201);
  });

  it('of more days is the backend’s to give', async () => {
    expect(await withTrial(15)).toMatchObject({ status: 409, body: { code: 'trial_unavailable' } });
    expect((await open({ plan: 'basic', interval: 'month', trialDays: 1 })).body.code).toBe('trial_unavailable');
    const bound = await createKey(shop.backend, ['billing'], { tenantId: newTenant() });
    expect((await withTrial(15, { as: bound })).body.code).toBe('trial_unavailable');
    const as = await createKey(shop.backend, ['billing']);
    const headers = { 'countinghouse-tenant': newTenant() };
    expect((await withTrial(730, { as, headers })).status).toBe(201);
    expect((await open({ price: single, trialDays: 1 }, { as, headers })).body.code).toBe('trial_unavailable');
  });
});

describe('a promotion code', () => {
  it('is taken where the catalogue says so, or your own backend', async () => {
    const pro = { plan: 'pro', interval: 'month' };
    const asked = { ...pro, allowPromotionCodes: true };
    const bound = await createKey(shop.backend, ['billing'], { tenantId: newTenant() });
    for (const as of [{ tenant: newTenant() }, { as: bound }]) {
      const { status, body } = await open(asked, as);
      expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/allowPromotionCodes']]);
      expect(sessionAt((await open(pro, as)).body.id).allow_promotion_codes).toBeNull();
    }
    const own = {
      as: await createKey(shop.backend, ['billing']),
      headers: { 'countinghouse-tenant': newTenant() },
    };
    expect(sessionAt((await open(asked, own)).body.id).allow_promotion_codes).toBe(true);
    const without = { plan: 'basic', interval: 'month', allowPromotionCodes: false };
    expect(sessionAt((await open(without)).body.id).allow_promotion_codes).not.toBe(true);
  });
});

describe('a second subscription', () => {
  it('is refused unless it is meant', async () => {
    const tenant = newTenant();
    await shop.subscribe(tenant, basic.monthly);
    const again = { plan: 'pro', interval: 'year' };
    expect(await open(again, { tenant })).toMatchObject({ status: 409, body: { code: 'already_subscribed' } });
    expect((await open({ price: single }, { tenant })).status).toBe(201);
    expect((await open({ ...again, allowSecondSubscription: true }, { tenant })).status).toBe(201);
    expect((await open(again, { tenant: newTenant() })).status).toBe(201);
  });
});

describe('a payment of nothing', () => {
  it('is active like one of something', async () => {
    const tenant = newTenant();
    const { engine } = shop.sandbox;
    const product = engine.products.create({ name: 'Free', metadata: { plan: 'free' } }).id;
    engine.prices.create({ currency: 'usd', product, unit_amount: 0 });
    await shop.settled();
    const { body } = await open({ plan: 'free' }, { tenant });
    pay(body.id);
    await shop.settled();
    expect((await stateOf(body.id, { tenant })).body).toMatchObject({
      status: 'complete',
      paymentStatus: 'no_payment_required',
      paid: true,
      active: true,
    });
  });
});

describe('what is not for sale', () => {
  it('is refused alike, whatever the reason', async () => {
    const { engine } = shop.sandbox;
    const hidden = shop.sell('hidden', 1, { hidden: 'true' });
    const retired = shop.sell('retired', 1);
    for (const price of [retired.monthly, retired.yearly]) engine.prices.update(price, { active: false });
    await shop.settled();
    for (const body of [
      { price: hidden.monthly },
      { plan: 'hidden', interval: 'month' },
      { price: retired.monthly },
      { plan: 'nothing' },
      { price: 'price_of_another_account' },
      { price: basic.monthly, mode: 'payment' },
      { price: single, mode: 'subscription' },
    ]) {
      expect(await open(body)).toMatchObject({ status: 422, body: { code: 'not_for_sale' } });
    }
  });
});

describe('a hostile request', () => {
  it.each<[string, object, string]>([
    ['no choice', {}, '/plan'],
    ['two choices', { plan: 'basic', price: 'price_1' }, '/plan'],
    ['a plan of several prices', { plan: 'basic' }, '/plan'],
    ['a price of its own', { priceData: { unitAmount: 1 } }, '/priceData'],
    ['another customer', { customer: 'cus_1', price: 'price_1' }, '/customer'],
    ['another tenant', { tenantId: 'tenant_2' }, '/tenantId'],
    ['payment method types', { payment_method_types: ['card'] }, '/payment_method_types'],
    ['less than one', { price: 'price_1', quantity: -1 }, '/quantity'],
    ['none', { price: 'price_1', quantity: 0 }, '/quantity'],
    ['too many', { price: 'price_1', quantity: 100_001 }, '/quantity'],
    ['half a seat', { price: 'price_1', quantity: 0.5 }, '/quantity'],
    ['a number as text', { price: 'price_1', quantity: '1' }, '/quantity'],
    ['another mode', { price: 'price_1', mode: 'setup' }, '/mode'],
    ['a negative trial', { price: 'price_1', trialDays: -1 }, '/trialDays'],
    ['an endless trial', { price: 'price_1', trialDays: 731 }, '/trialDays'],
    ['no address', { price: 'price_1', customerEmail: 'jenny' }, '/customerEmail'],
    ['another origin', { price: 'price_1', successUrl: 'https://evil.example.com/' }, '/successUrl'],
    ['a look-alike', { price: 'price_1', cancelUrl: 'https://app.example.com.evil.com/' }, '/cancelUrl'],
    ['a user', { price: 'price_1', successUrl: 'https://app.example.com@evil.com/' }, '/successUrl'],
    ['a script', { price: 'price_1', successUrl: 'javascript:alert(1)' }, '/successUrl'],
    ['no scheme', { price: 'price_1', successUrl: '//evil.com' }, '/successUrl'],
    ['a header', { price: 'price_1', cancelUrl: 'https://app.example.com/\r\nx: y' }, '/cancelUrl'],
    ['a backslash', { price: 'price_1', cancelUrl: 'https:\\\\evil.com' }, '/cancelUrl'],
    ['plain http', { price: 'price_1', cancelUrl: 'http://app.example.com/' }, '/cancelUrl'],
  ])('with %s is refused', async (_, body, pointer) => {
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    const { status, body: problem } = await open(body);
    expect([status, problem.code, problem.errors?.map((fault) => fault.pointer)]).toEqual([
      400,
      'invalid_request',
      expect.arrayContaining([pointer]),
    ]);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length).toBe(before);
  });

  it('for another tenant’s session finds nothing', async () => {
    const { body } = await open({ price: single }, { tenant: 'tenant_1' });
    expect((await stateOf(body.id, { tenant: 'tenant_1' })).status).toBe(200);
    expect(await stateOf(body.id, { tenant: 'tenant_2' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    pay(body.id);
    await shop.settled();
    expect((await stateOf(body.id, { tenant: 'tenant_2' })).status).toBe(404);
    for (const id of ['cs_test_none', 'cs_', 'pi_1', "cs_1'--", 'x'.repeat(300)]) {
      expect([400, 404]).toContain((await stateOf(id, { tenant: 'tenant_1' })).status);
    }
    for (const query of ['?wait=6', '?wait=-1', '?wait=x', '?wait=1&wait=2', '?other=1']) {
      expect((await stateOf(body.id, { tenant: 'tenant_1' }, query)).status).toBe(400);
    }
  });

  it('from a caller without tenant, scope or token is refused', async () => {
    const as = await createKey(shop.backend, ['billing']);
    expect((await open({ price: single }, { as })).body.code).toBe('tenant_required');
    const other = await createKey(shop.backend, ['refunds', 'reports', 'operations']);
    expect((await open({ price: single }, { as: other })).status).toBe(403);
    expect((await open({ price: single }, { as: 'nobody' })).status).toBe(401);
  });
});

describe('the landing page', () => {
  /** Five seconds are half a minute: what is to come meanwhile comes, however busy the machine is. */
  function patient() {
    const landing = shop.backend.app.get(CheckoutLanding, { strict: false });
    const original = landing.stateOf.bind(landing);
    return jest.spyOn(landing, 'stateOf').mockImplementation((session, wait) => original(session, wait * 6));
  }
  afterEach(() => jest.restoreAllMocks());

  it('may wait for the webhook, and holds no connection meanwhile', async () => {
    const tenant = newTenant();
    const { body } = await open({ plan: 'basic', interval: 'month' }, { tenant });
    const waits = patient();
    const waiting = Array.from({ length: 3 }, () => stateOf(body.id, { tenant }, '?wait=5'));
    for (const deadline = Date.now() + 20_000; waits.mock.calls.length < 3 && Date.now() < deadline;) await delay(10);
    const began = performance.now();
    expect((await stateOf(body.id, { tenant }, '?wait=5')).body['active']).toBe(false); // three of a tenant's wait
    expect(performance.now() - began).toBeLessThan(15_000);
    const busy = () =>
      shop.backend.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'`);
    // others than those who wait may be in the middle of something
    for (const deadline = Date.now() + 8_000; (await busy()).length > 0; await delay(20)) {
      expect(Date.now()).toBeLessThan(deadline);
    }
    pay(body.id);
    for (const { status, body: state } of await Promise.all(waiting)) {
      expect([status, state['active']]).toEqual([200, true]);
    }
  });

  it('is told what there is when the time is over, and at once when nothing more comes', async () => {
    const tenant = newTenant();
    const { body } = await open({ plan: 'basic', interval: 'month' }, { tenant });
    const began = performance.now();
    expect((await stateOf(body.id, { tenant }, '?wait=1')).body['status']).toBe('open');
    expect(performance.now() - began).toBeGreaterThan(700);
    shop.sandbox.engine.checkout.expire(body.id);
    await shop.settled();
    patient();
    const before = performance.now();
    expect((await stateOf(body.id, { tenant }, '?wait=5')).body).toMatchObject({ status: 'expired', active: false });
    expect(performance.now() - before).toBeLessThan(15_000);
  });
});

describe('Stripe', () => {
  it('that does not answer leaves the outcome open, and the same key finds it', async () => {
    const as = { tenant: newTenant(), headers: { 'idempotency-key': 'cut' } };
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    const path = '/v1/checkout/sessions';
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path, times: 2 });
    expect(await open({ price: single }, as)).toMatchObject({ status: 504, body: { code: 'outcome_unknown' } });
    expect((await open({ price: single }, as)).status).toBe(201);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length - before).toBe(1);
    shop.sandbox.faults.add({ fault: 'rate_limit', retryAfter: 3, method: 'POST', path });
    const busy = await open({ price: single });
    expect([busy.status, busy.body.code, busy.headers.get('retry-after')]).toEqual([503, 'stripe_busy', '3']);
  });
});
