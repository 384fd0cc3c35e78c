import { look, send } from '../../sandbox/test/forms.js';
import type { CountinghouseClient } from '../../client/index.js';
import { createKey } from '../support/api.js';
import type { QueueKind } from '../support/backend.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';
import { clientOf, clientWithKey } from '../support/typed-client.js';

const DAY = 86_400;
const BUYER = { email: 'jenny@example.com', name: 'Jenny Rosen' };
const URLS = { successUrl: SUCCESS, cancelUrl: CANCEL };

/** As adopters call it: over HTTP with the typed client, paying on the hosted page, told of by webhooks only. */
describe.each<QueueKind>(['in process', 'Bull'])('selling, queue %s', (queue) => {
  let shop: Shop;
  let tenants = 0;

  beforeAll(async () => {
    shop = await startShop(`e2e ${queue}`, { queue });
    shop.sell('basic', 1_000, { features: 'search', limit_seats: '5' });
    shop.sell('pro', 3_000, { features: 'search, sso', limit_seats: 'unlimited', trial_days: '14' });
    await shop.settled();
  });
  afterAll(() => shop.close());

  function newTenant() {
    const tenant = `tenant_${(tenants += 1)}`;
    return { tenant, billing: clientOf(shop.backend, { tenant }) };
  }
  /** A session of the plan, paid with the card on the hosted page. */
  async function buy(billing: CountinghouseClient, plan: string, card = 'pm_card_visa') {
    const session = await billing.post('/stripe/checkout/sessions', { body: { ...URLS, plan, interval: 'month' } });
    const page = await send(shop.sandbox, session.url ?? '', { ...BUYER, card });
    return { session, page };
  }
  async function subscriber(plan = 'basic') {
    const { billing, tenant } = newTenant();
    const { session } = await buy(billing, plan);
    await landed(billing, session.id);
    const { id } = await billing.get('/stripe/subscription');
    return { billing, tenant, id };
  }
  const landed = (billing: CountinghouseClient, id: string) =>
    billing.get('/stripe/checkout/sessions/{id}', { params: { path: { id }, query: { wait: 5 } } });
  const atStripe = (id: string) => shop.sandbox.engine.store.subscriptions.get(id);

  /** What a person does in the portal. */
  async function putIn(billing: CountinghouseClient, card: string): Promise<void> {
    const body = { flow: 'payment_method_update', returnUrl: CANCEL } as const;
    const { pathname } = new URL((await billing.post('/stripe/portal/sessions', { body })).url);
    const done = await send(shop.sandbox, `${pathname}/payment-method`, { card });
    expect(done).toMatchObject({ status: 303, location: CANCEL });
  }
  /** An hour and a bit after the end of the period: renewed, finalized, and tried to be paid. */
  function renew(id: string): void {
    const { clock } = shop.sandbox;
    const end = atStripe(id).items.data[0]?.current_period_end ?? 0;
    shop.sandbox.engine.advance(end - clock.now() + 3_700);
  }

  it('from the plans to the plan: chosen, paid, active', async () => {
    const { billing } = newTenant();
    const { data: plans } = await billing.get('/stripe/plans');
    expect(
      plans.map(({ id, prices }) => [id, prices.map(({ interval, unitAmount }) => [interval, unitAmount])]),
    ).toEqual([
      [
        'basic',
        [
          ['month', 1_000],
          ['year', 10_000],
        ],
      ],
      [
        'pro',
        [
          ['month', 3_000],
          ['year', 30_000],
        ],
      ],
    ]);
    expect(plans[0]?.limits).toEqual({ seats: 5 });
    expect(await billing.get('/stripe/entitlements')).toMatchObject({ plan: null, status: null, features: [] });

    const { session, page } = await buy(billing, 'pro');
    expect(page).toMatchObject({ status: 303, location: SUCCESS.replace('{CHECKOUT_SESSION_ID}', session.id) });
    expect(await landed(billing, session.id)).toMatchObject({
      status: 'complete',
      paid: true,
      active: true,
      subscriptionStatus: 'active',
      total: { amount: 3_000, currency: 'usd' },
    });
    expect(await billing.get('/stripe/entitlements')).toMatchObject({
      plan: 'pro',
      status: 'active',
      features: ['search', 'sso'],
      limits: { seats: 'unlimited' },
    });
    await expect(buy(billing, 'basic')).rejects.toMatchObject({ code: 'already_subscribed', status: 409 });
  });

  it('a declined card sells nothing, and another one does', async () => {
    const { billing } = newTenant();
    const { session, page } = await buy(billing, 'basic', 'pm_card_chargeDeclined');
    expect([page.status, page.text.includes('Your card was declined.')]).toEqual([402, true]);
    await shop.settled();
    const path = { id: session.id };
    expect(await billing.get('/stripe/checkout/sessions/{id}', { params: { path } })).toMatchObject({
      status: 'open',
      paid: false,
      active: false,
    });
    await expect(billing.get('/stripe/subscription')).rejects.toMatchObject({ code: 'not_found' });
    await send(shop.sandbox, session.url ?? '', { ...BUYER, card: 'pm_card_mastercard' });
    expect(await landed(billing, session.id)).toMatchObject({ active: true });
    expect((await billing.get('/stripe/payment-methods')).data).toMatchObject([{ brand: 'mastercard', last4: '4444' }]);
  });

  it('an upgrade costs what its preview says, and is there at once', async () => {
    const { billing } = await subscriber();
    shop.sandbox.engine.advance(10 * DAY);
    const body = { plan: 'pro', quantity: 2 };
    const preview = await billing.post('/stripe/subscription/change/preview', { body });
    expect(preview).toMatchObject({ billedNow: true, linesComplete: true });
    expect(preview.amountDue.amount).toBeGreaterThan(2_000);
    const changed = await billing.post('/stripe/subscription/change', { body });
    expect(changed).toMatchObject({ status: 'active', items: [{ plan: 'pro', quantity: 2 }] });
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toEqual(changed);
    expect(await billing.get('/stripe/entitlements')).toMatchObject({ plan: 'pro', features: ['search', 'sso'] });
    const { data: invoices } = await billing.get('/stripe/invoices');
    expect(invoices.map(({ billingReason, status, total }) => [billingReason, status, total?.amount])).toEqual([
      ['subscription_update', 'paid', preview.total.amount],
      ['subscription_create', 'paid', 1_000],
    ]);
  });

  it('a renewal that fails makes it past due, and a good card recovers it', async () => {
    const { billing, id } = await subscriber();
    await putIn(billing, 'pm_card_chargeCustomerFail');
    renew(id);
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toMatchObject({ status: 'past_due', live: true });
    expect(await billing.get('/stripe/entitlements')).toMatchObject({ plan: 'basic', status: 'past_due' });
    const [failed] = (await billing.get('/stripe/payments')).data;
    expect(failed).toMatchObject({ status: 'requires_payment_method', failureCode: 'card_declined', brand: 'visa' });
    const [open] = (await billing.get('/stripe/invoices')).data;
    expect(open).toMatchObject({ status: 'open', amountRemaining: { amount: 1_000 }, paidAt: null });

    await putIn(billing, 'pm_card_visa');
    shop.sandbox.engine.advance(5 * DAY); // to the next attempt
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toMatchObject({ status: 'active' });
    expect((await billing.get('/stripe/invoices', { params: { query: { limit: 1 } } })).data).toMatchObject([
      { id: open?.id, status: 'paid', amountRemaining: { amount: 0 } },
    ]);
    const [recovered] = (await billing.get('/stripe/payments')).data;
    expect(recovered).toMatchObject({ id: failed?.id, status: 'succeeded', invoice: open?.id });
  });

  it('the portal is the tenant’s own, and what is done there arrives', async () => {
    const { billing } = await subscriber();
    const { url } = await billing.post('/stripe/portal/sessions', { body: { flow: 'cancel', returnUrl: CANCEL } });
    const cancel = (await look(shop.sandbox, url)).location ?? '';
    expect((await look(shop.sandbox, cancel)).text).toContain('BASIC × 1 stays until');
    expect(await send(shop.sandbox, cancel, { feedback: 'unused' })).toMatchObject({ status: 303, location: CANCEL });
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toMatchObject({ status: 'active', cancelling: true });
    await expect(
      newTenant().billing.post('/stripe/portal/sessions', { body: { returnUrl: CANCEL } }),
    ).rejects.toMatchObject({ code: 'no_customer' });
  });

  it('a cancellation is taken back, then made, and ends with the period', async () => {
    const { billing, id } = await subscriber('pro');
    const canceled = await billing.post('/stripe/subscription/cancel', { body: { feedback: 'too_expensive' } });
    expect(canceled).toMatchObject({ cancelling: true, live: true, cancelAt: canceled.currentPeriodEnd });
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toEqual(canceled);
    expect(await billing.post('/stripe/subscription/resume', { body: {} })).toMatchObject({ cancelling: false });

    await billing.post('/stripe/subscription/cancel', { body: {} });
    renew(id);
    await shop.settled();
    expect(await billing.get('/stripe/subscription')).toMatchObject({ live: false, status: 'canceled' });
    expect(await billing.get('/stripe/entitlements')).toMatchObject({ status: 'canceled', features: [], limits: {} });
    const { session } = await buy(billing, 'basic');
    expect(await landed(billing, session.id)).toMatchObject({ active: true });
  });

  it('the lists have pages, of the tenant’s own', async () => {
    const { billing, id, tenant } = await subscriber();
    for (let month = 1; month <= 3; month += 1) renew(id);
    await shop.settled();
    for (const path of ['/stripe/invoices', '/stripe/payments'] as const) {
      const first = await billing.get(path, { params: { query: { limit: 3 } } });
      expect([first.data.length, typeof first.nextCursor]).toEqual([3, 'string']);
      const rest = await billing.get(path, { params: { query: { limit: 3, cursor: first.nextCursor ?? '' } } });
      expect([rest.data.length, rest.nextCursor]).toEqual([1, null]);
      const times = [...first.data, ...rest.data].map(({ createdAt }) => createdAt);
      expect([new Set(times).size, times]).toEqual([4, times.toSorted().reverse()]);
      expect(await newTenant().billing.get(path)).toEqual({ data: [], nextCursor: null });
    }
    const own = clientWithKey(shop.backend, await createKey(shop.backend, ['billing']), tenant);
    expect((await own.get('/stripe/invoices')).data).toHaveLength(4);
  });

  it('a button that is pressed twice, and a connection that breaks, sell once', async () => {
    const { billing } = newTenant();
    const params = { header: { 'Idempotency-Key': 'pressed twice' } };
    const body = { ...URLS, plan: 'basic', interval: 'month' } as const;
    const before = shop.sandbox.engine.store.checkoutSessions.values().length;
    // Stripe has made it, and its answer is lost: 504, which the client asks again by itself.
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/checkout/sessions', times: 2 });
    const press = () => billing.post('/stripe/checkout/sessions', { params, body });
    const [first, second] = await Promise.all([press(), press()]);
    expect([second, await press()]).toEqual([first, first]);
    expect(shop.sandbox.engine.store.checkoutSessions.values().length - before).toBe(1);
    await expect(
      billing.post('/stripe/checkout/sessions', { params, body: { ...body, plan: 'pro' } }),
    ).rejects.toMatchObject({ code: 'idempotency_mismatch', status: 422, requestId: expect.any(String) });
  });

  it('what is wrong is thrown by its code', async () => {
    const { billing } = newTenant();
    await expect(
      billing.post('/stripe/checkout/sessions', { body: { ...URLS, plan: 'basic', interval: 'month', quantity: 0 } }),
    ).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/quantity' }] });
    await expect(buy(billing, 'nothing')).rejects.toMatchObject({ code: 'not_for_sale' });
    await expect(billing.get('/stripe/reports/mrr')).rejects.toMatchObject({ code: 'forbidden', status: 403 });
    const { id } = (await buy(billing, 'basic')).session;
    await expect(landed(newTenant().billing, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(clientWithKey(shop.backend, 'chk_nobody').get('/stripe/plans')).rejects.toMatchObject({
      code: 'unauthorized',
    });
    const key = await createKey(shop.backend, ['billing', 'reports']);
    const backend = clientWithKey(shop.backend, key);
    await expect(backend.get('/stripe/subscription')).rejects.toMatchObject({ code: 'tenant_required' });
    expect(await backend.text('/stripe/reports/mrr', { params: { query: { format: 'csv' } } })).toMatch(/^currency,/);
  });
});
