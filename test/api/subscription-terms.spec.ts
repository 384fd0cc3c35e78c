import { createKey, type CallOptions } from '../support/api.js';
import { frozen } from '../support/frozen.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Body {
  readonly id: string;
  readonly status?: string;
  readonly code?: string;
  readonly cancelAt?: string | null;
  readonly trialEnd?: string | null;
  readonly pendingChangeExpiresAt?: string | null;
  readonly items?: readonly object[];
  readonly errors?: readonly { readonly pointer: string }[];
  readonly amountDue?: { readonly amount: number };
}
type As = CallOptions & { readonly tenant?: string };

const DAY = 86_400;

let shop: Shop;
let basic: Sold;
let pro: Sold;
let enterprise: Sold;
let key: string;

beforeAll(async () => {
  shop = await startShop('terms');
  basic = shop.sell('basic', 1_000);
  pro = shop.sell('pro', 3_000, { trial_days: '14' });
  enterprise = shop.sell('enterprise', 99_900, { features: 'everything' });
  shop.sell('long', 5_000, { trial_days: '30' });
  key = await createKey(shop.backend, ['billing']);
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `subscriber_${(tenants += 1)}`;
const post = (action: string, body: object, as: As) =>
  shop.ask<Body>('POST', `/stripe/subscription/${action}`, { ...as, body });
const atStripe = (id: string) => shop.sandbox.engine.store.subscriptions.get(id);
const asBackend = (tenant: string): As => ({ as: key, headers: { 'countinghouse-tenant': tenant } });
const asBound = async (tenant: string): Promise<As> => ({
  as: await createKey(shop.backend, ['billing'], { tenantId: tenant }),
});
const entitlements = async (tenant: string) => (await shop.ask('GET', '/stripe/entitlements', { tenant })).body;
const done = (id: string) =>
  shop.backend.query(
    `SELECT before, after FROM audit_log
      WHERE object_id = $1 AND action = 'subscription.change' AND after ? 'pending' ORDER BY id`,
    [id],
  );

async function subscriber(price: string, quantity = 1) {
  const tenant = newTenant();
  return { tenant, ...(await shop.subscribe(tenant, price, quantity)) };
}

/** Fourteen days of pro. */
async function onTrial() {
  const tenant = newTenant();
  const body = { plan: 'pro', interval: 'month', trialDays: 14, successUrl: SUCCESS, cancelUrl: CANCEL };
  const opened = await shop.ask<Body>('POST', '/stripe/checkout/sessions', { tenant, body });
  const { subscription } = shop.sandbox.engine.checkout.complete(opened.body.id);
  await shop.settled();
  return { tenant, subscription: subscription ?? '' };
}

const paidOf = (id: string) => shop.sandbox.engine.store.invoices.get(atStripe(id).latest_invoice ?? '');

describe('a trial', () => {
  it('ends with a change to what offers none of its length: the other plan is paid at once', async () => {
    const { tenant, subscription } = await onTrial();
    const body = { plan: 'enterprise' };
    const preview = await post('change/preview', body, { tenant });
    expect(preview.body).toMatchObject({ billedNow: true, amountDue: { amount: 99_900 } });
    const changed = await post('change', body, { tenant });
    expect(changed).toMatchObject({ status: 200, body: { status: 'active', items: [{ plan: 'enterprise' }] } });
    expect(paidOf(subscription)).toMatchObject({ status: 'paid', amount_paid: 99_900 });
    expect(atStripe(subscription).trial_end).toBe(shop.sandbox.engine.clock.now());
    await shop.settled();
    expect(await entitlements(tenant)).toMatchObject({ plan: 'enterprise', status: 'active' });
    expect(await done(subscription)).toMatchObject([{ after: { price: enterprise.monthly, trialEnd: 'now' } }]);
  });

  it('that the other plan’s price is not paid of goes on, with the plan that it is of', async () => {
    const { tenant, subscription } = await onTrial();
    const { engine } = shop.sandbox;
    const broken = engine.paymentMethods.attach('pm_card_chargeCustomerFail', atStripe(subscription).customer).id;
    engine.subscriptions.update(subscription, { default_payment_method: broken });
    const changed = await post('change', { plan: 'enterprise' }, { tenant });
    expect(changed.body).toMatchObject({
      status: 'trialing',
      pendingChangeExpiresAt: expect.any(String),
      items: [{ plan: 'pro' }],
    });
    await shop.settled();
    expect(await entitlements(tenant)).toMatchObject({ plan: 'pro', status: 'trialing' });
    expect(atStripe(subscription).pending_update).toMatchObject({ trial_end: expect.any(Number) });
    engine.invoices.pay(paidOf(subscription).id, { payment_method: 'pm_card_visa' });
    await shop.settled();
    expect(await entitlements(tenant)).toMatchObject({ plan: 'enterprise', status: 'active' });
  });

  it('goes on in a price that offers as many days, with more seats, and when your backend says so', async () => {
    for (const body of [
      { plan: 'long' },
      { plan: 'pro', interval: 'year' },
      { quantity: 3 },
      { plan: 'pro', quantity: 2 },
    ]) {
      const { tenant, subscription } = await onTrial();
      const { trial_end } = atStripe(subscription);
      expect((await post('change', body, { tenant })).body).toMatchObject({ status: 'trialing' });
      expect(atStripe(subscription).trial_end).toBe(trial_end);
    }
    const { tenant } = await onTrial();
    expect((await post('change', { plan: 'enterprise' }, asBackend(tenant))).body).toMatchObject({
      status: 'trialing',
      items: [{ plan: 'enterprise' }],
    });
    const other = await onTrial();
    expect((await post('change', { plan: 'enterprise' }, await asBound(other.tenant))).body.status).toBe('active');
  });
});

describe('a change right after a change', () => {
  it('keeps what the former one said, though no row shows it yet', async () => {
    const { tenant, subscription } = await subscriber(basic.monthly);
    await frozen(shop.backend, 'subscriptions', async () => {
      expect((await post('change', { quantity: 10 }, { tenant })).body.items).toMatchObject([{ quantity: 10 }]);
      expect((await post('change', { plan: 'enterprise', interval: 'year' }, { tenant })).body.items).toMatchObject([
        { plan: 'enterprise', quantity: 10, interval: 'year' },
      ]);
      expect((await post('change', { plan: 'pro' }, { tenant })).body.items).toMatchObject([
        { price: pro.yearly, quantity: 10 },
      ]);
    });
    await shop.settled();
    expect(await done(subscription)).toMatchObject([
      { before: { price: basic.monthly, quantity: 1 }, after: { quantity: 10 } },
      { before: { price: basic.monthly, quantity: 10 }, after: { price: enterprise.yearly, quantity: 10 } },
      { before: { price: enterprise.yearly, quantity: 10 }, after: { price: pro.yearly, quantity: 10 } },
    ]);
  });

  it('of one that has ended at Stripe is refused before its webhook came', async () => {
    const { tenant, subscription } = await subscriber(basic.monthly);
    await frozen(shop.backend, 'subscriptions', async () => {
      shop.sandbox.engine.subscriptions.cancel(subscription);
      expect((await post('change', { plan: 'pro' }, { tenant })).body.code).toBe('no_live_subscription');
    });
  });
});

describe('a key that is bound to a tenant', () => {
  it('may do what the tenant’s users may, and bill no later', async () => {
    const { tenant } = await subscriber(basic.monthly);
    const bound = await asBound(tenant);
    for (const proration of ['next_invoice', 'none']) {
      const refused = await post('change', { plan: 'enterprise', proration }, bound);
      expect([refused.status, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/proration']]);
    }
    expect((await post('change', { plan: 'pro' }, bound)).status).toBe(200);
    await shop.settled();
    expect((await post('change', { plan: 'basic', proration: 'none' }, asBackend(tenant))).status).toBe(200);
  });
});

describe('a subscription that is paid later', () => {
  it('by invoice is not a user’s to change', async () => {
    const tenant = newTenant();
    const customer = shop.sandbox.engine.customers.create({ metadata: { tenant_id: tenant } }).id;
    const { id } = shop.sandbox.engine.subscriptions.create({
      customer,
      items: [{ price: basic.monthly }],
      collection_method: 'send_invoice',
      days_until_due: 30,
    });
    await shop.settled();
    const body = { plan: 'enterprise', quantity: 10 };
    for (const as of [{ tenant }, await asBound(tenant)]) {
      for (const action of ['change', 'change/preview']) {
        expect(await post(action, body, as)).toMatchObject({ status: 409, body: { code: 'billed_by_invoice' } });
      }
    }
    expect(atStripe(id).items.data).toMatchObject([{ price: { id: basic.monthly }, quantity: 1 }]);
    expect((await post('change', body, asBackend(tenant))).status).toBe(200);
    expect((await post('cancel', {}, { tenant })).status).toBe(200);
  });

  it('by bank debit is refused by Stripe, unless your backend bills with the next invoice', async () => {
    const { tenant, customer } = await subscriber(basic.monthly);
    const { engine } = shop.sandbox;
    const debit = engine.paymentMethods.attach('pm_usBankAccount_success', customer).id;
    engine.customers.update(customer, { invoice_settings: { default_payment_method: debit } });
    expect(await post('change', { plan: 'pro' }, { tenant })).toMatchObject({
      status: 422,
      body: { code: 'stripe_refused' },
    });
    const later = { plan: 'pro', proration: 'next_invoice' };
    expect((await post('change', later, asBackend(tenant))).status).toBe(200);
  });
});

describe('an end that was set as a date', () => {
  async function fixedTerm() {
    const one = await subscriber(basic.monthly);
    const at = shop.sandbox.engine.clock.now() + 90 * DAY;
    shop.sandbox.engine.subscriptions.update(one.subscription, { cancel_at: at });
    await shop.settled();
    return { ...one, at };
  }

  it('is your backend’s to take back', async () => {
    const { tenant, subscription, at } = await fixedTerm();
    for (const as of [{ tenant }, await asBound(tenant)]) {
      expect(await post('resume', {}, as)).toMatchObject({ status: 409, body: { code: 'end_date_fixed' } });
    }
    expect(atStripe(subscription).cancel_at).toBe(at);
    expect((await post('resume', {}, asBackend(tenant))).body).toMatchObject({ cancelAt: null });
    expect(atStripe(subscription).cancel_at).toBeNull();
  });

  it('is not lost by a cancellation that is taken back', async () => {
    const { tenant, subscription, at } = await fixedTerm();
    const [item] = atStripe(subscription).items.data;
    const canceled = await post('cancel', {}, { tenant });
    expect(canceled.body.cancelAt).toBe(new Date((item?.current_period_end ?? 0) * 1000).toISOString());
    expect((await post('resume', {}, { tenant })).body.code).toBe('end_date_fixed');
    expect(atStripe(subscription).cancel_at).toBeLessThan(at);
  });

  it('that is nearer than the period’s end is not moved away by a cancellation', async () => {
    const { tenant, subscription } = await subscriber(basic.monthly);
    const at = shop.sandbox.engine.clock.now() + 3 * DAY;
    shop.sandbox.engine.subscriptions.update(subscription, { cancel_at: at });
    await shop.settled();
    expect((await post('cancel', {}, { tenant })).status).toBe(200);
    expect(atStripe(subscription)).toMatchObject({ cancel_at: at, cancel_at_period_end: false });
  });
});
