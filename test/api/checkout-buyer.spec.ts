import { TenantService } from '../../src/tenants/tenant.service.js';
import { createKey } from '../support/api.js';
import { frozen } from '../support/frozen.js';
import { withinOneHour } from '../support/same-hour.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Body {
  readonly id: string;
  readonly email?: string;
  readonly code?: string;
}

const URLS = { successUrl: SUCCESS, cancelUrl: CANCEL };

let shop: Shop;
let basic: Sold;
let single: string;

beforeAll(async () => {
  shop = await startShop('buyers');
  basic = shop.sell('basic', 900, { trial_days: '14' });
  const { engine } = shop.sandbox;
  const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
  single = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `buyer_${(tenants += 1)}`;

const open = async (tenant: string, body: object) => {
  const answer = await shop.ask<Body>('POST', '/stripe/checkout/sessions', { tenant, body: { ...URLS, ...body } });
  return { ...answer, customer: shop.sandbox.engine.store.checkoutSessions.find(answer.body.id)?.customer ?? null };
};
const customerOf = (tenant: string) => shop.ask<Body>('GET', '/stripe/customer', { tenant });

async function pay(session: string, email = 'jenny@example.com') {
  const paid = shop.sandbox.engine.checkout.complete(session, { email });
  await shop.settled();
  return paid;
}

/** Somebody buys by a Payment Link, and puts the tenant's id into its address. */
function buyByLink(tenant: string, price: string) {
  const session = shop.sandbox.engine.checkout.create({
    mode: price === single ? 'payment' : 'subscription',
    line_items: [{ price, quantity: 1 }],
    success_url: SUCCESS,
    client_reference_id: tenant,
    customer_creation: 'always',
  });
  return pay(session.id, 'mallory@example.com');
}

describe('a tenant’s first checkout', () => {
  it('makes a customer that bears the tenant’s id, once, also before its webhook came', async () => {
    await withinOneHour();
    const tenant = newTenant();
    const { engine } = shop.sandbox;
    const before = engine.store.customers.values().length;
    const [parallel, first, second] = await frozen(shop.backend, 'customers', async () => [
      ...(await Promise.all([
        open(tenant, { price: single, customerEmail: 'jenny@example.com' }),
        open(tenant, { price: single }),
      ])),
      await open(tenant, { price: single, customerEmail: 'anna@example.com' }),
    ]);
    expect(parallel?.status).toBe(201);
    await shop.settled();
    expect([first?.status, second?.status]).toEqual([201, 201]);
    expect(engine.store.customers.values().length - before).toBe(1);
    expect(second?.customer).toBe(first?.customer);
    expect(engine.store.customers.get(first?.customer ?? '')).toMatchObject({
      metadata: { tenant_id: tenant },
      email: 'anna@example.com',
    });
    expect(
      await shop.backend.query(
        `SELECT DISTINCT action, object_id AS id, after FROM audit_log
          WHERE action LIKE 'customer.%' AND tenant_id = $1 AND object_id <> '' ORDER BY action`,
        [tenant],
      ),
    ).toEqual([
      { action: 'customer.create', id: first?.customer, after: { tenantId: tenant } },
      { action: 'customer.update', id: first?.customer, after: { email: 'changed' } },
    ]);
  });

  it('is not kept from it by a failure of Stripe’s own, which Stripe repeats for the hour', async () => {
    const tenant = newTenant();
    const failure = { fault: 'error', method: 'POST', path: '/v1/customers' } as const;
    shop.sandbox.faults.add({ ...failure, times: 1 });
    expect((await open(newTenant(), { price: single })).status).toBe(201);
    // as often as two keys are tried, each twice
    shop.sandbox.faults.add({ ...failure, times: 4 });
    const failed = await open(tenant, { price: single });
    expect([failed.status, failed.body.code]).toEqual([504, 'outcome_unknown']);
    const second = await open(tenant, { price: single });
    expect([second.status, second.customer]).toEqual([201, expect.stringMatching(/^cus_/)]);
    await shop.settled();
    expect((await customerOf(tenant)).body.id).toBe(second.customer);
    expect((await open(tenant, { price: single })).customer).toBe(second.customer);
  });

  it('after the customer was deleted makes another one, the same day', async () => {
    const tenant = newTenant();
    const first = await open(tenant, { price: single });
    await shop.settled();
    shop.sandbox.engine.customers.delete(first.customer ?? '');
    await shop.settled();
    const second = await open(tenant, { price: single });
    expect([second.status, second.customer]).toEqual([201, expect.stringMatching(/^cus_/)]);
    expect(second.customer).not.toBe(first.customer);
  });
});

describe('a stranger who buys by link in a tenant’s name', () => {
  it('does not become whom the tenant is billed as', async () => {
    const tenant = newTenant();
    const { customer } = await pay(
      (await open(tenant, { price: single, customerEmail: 'victim@example.com' })).body.id,
    );
    const { customer: strangers } = await buyByLink(tenant, basic.monthly);
    expect((await shop.ask('GET', '/stripe/entitlements', { tenant })).body).toMatchObject({ plan: 'basic' }); // a gift
    expect((await customerOf(tenant)).body).toMatchObject({ id: customer, email: 'victim@example.com' });
    const patched = await shop.ask<Body>('PATCH', '/stripe/customer', { tenant, body: { name: 'The Victim' } });
    expect(patched.body.id).toBe(customer);
    expect(shop.sandbox.engine.store.customers.get(strangers ?? '').name).not.toBe('The Victim');

    const next = await open(tenant, { plan: 'basic', interval: 'month', trialDays: 14 });
    expect([next.status, next.customer]).toEqual([201, customer]);
    const portal = { returnUrl: CANCEL };
    await shop.ask('POST', '/stripe/portal/sessions', { tenant, body: portal });
    for (const flow of ['cancel', 'change_plan']) {
      const answer = await shop.ask<Body>('POST', '/stripe/portal/sessions', { tenant, body: { ...portal, flow } });
      expect(answer).toMatchObject({ status: 409, body: { code: 'no_customer' } });
    }
    const opened = await shop.backend.query(
      `SELECT DISTINCT after ->> 'customer' AS customer FROM audit_log
        WHERE action = 'portal_session.create' AND tenant_id = $1`,
      [tenant],
    );
    expect(opened).toEqual([{ customer }]);
  });

  it('is not whose subscription the tenant changes, previews, ends or resumes, named or not', async () => {
    const tenant = newTenant();
    const { subscription, customer: strangers } = await buyByLink(tenant, basic.monthly);
    const gift = await shop.ask<Body>('GET', '/stripe/subscription', { tenant });
    expect([gift.status, gift.body.id]).toEqual([200, subscription]);
    const before = shop.sandbox.engine.store.subscriptions.get(subscription ?? '');
    const backend = await createKey(shop.backend, ['billing']);
    const callers = [{ tenant }, { as: backend, headers: { 'countinghouse-tenant': tenant } }];
    for (const caller of callers) {
      for (const named of [{}, { subscription }]) {
        for (const [action, body] of [
          ['change', { price: basic.yearly, quantity: 3 }],
          ['change/preview', { price: basic.yearly, quantity: 3 }],
          ['cancel', { when: 'now' }],
          ['cancel', {}],
          ['resume', {}],
        ] as const) {
          const sent = { ...caller, body: { ...body, ...named } };
          const answer = await shop.ask<Body>('POST', `/stripe/subscription/${action}`, sent);
          expect([action, answer.status, answer.body.code]).toEqual([action, 409, 'no_customer']);
        }
      }
    }
    expect(shop.sandbox.engine.store.subscriptions.get(subscription ?? '')).toEqual(before);

    await shop.backend.app.get(TenantService, { strict: false }).assign('', strangers ?? '', tenant);
    const change = { tenant, body: { price: basic.yearly } };
    expect((await shop.ask<Body>('POST', '/stripe/subscription/change', change)).body.id).toBe(subscription);
  });

  it('does not have cards, invoices, payments and refunds shown to the tenant, nor hides the tenant’s own', async () => {
    const tenant = newTenant();
    const { engine } = shop.sandbox;
    const bought = async () => {
      const own = await shop.subscribe(tenant, basic.monthly);
      const [charge] = engine.store.charges.values().filter(({ customer }) => customer === own.customer);
      engine.refunds.create({ charge: charge?.id ?? '', amount: 100 });
      await shop.settled();
    };
    const { customer: strangers } = await buyByLink(tenant, basic.monthly);
    const [charge] = engine.store.charges.values().filter(({ customer }) => customer === strangers);
    engine.refunds.create({ charge: charge?.id ?? '', amount: 100 });
    await shop.settled();
    const counts = async () => {
      const pages = ['invoices', 'payments', 'refunds', 'payment-methods'].map((name) =>
        shop.ask<{ data: unknown[] }>('GET', `/stripe/${name}`, { tenant }),
      );
      return (await Promise.all(pages)).map(({ body }) => body.data.length);
    };
    expect(await counts()).toEqual([0, 0, 0, 0]);
    await bought();
    expect(await counts()).toEqual([1, 1, 1, 1]);
    await shop.backend.app.get(TenantService, { strict: false }).assign('', strangers ?? '', tenant);
    expect(await counts()).toEqual([2, 2, 2, 2]);
  });

  it('is not whom a tenant pays as that has bought nothing yet, nor keeps it from a subscription or its trial', async () => {
    const tenant = newTenant();
    const { customer: strangers } = await buyByLink(tenant, basic.monthly);
    expect((await customerOf(tenant)).status).toBe(404);
    expect(await shop.ask('POST', '/stripe/portal/sessions', { tenant, body: { returnUrl: CANCEL } })).toMatchObject({
      status: 409,
      body: { code: 'no_customer' },
    });
    const first = await open(tenant, { plan: 'basic', interval: 'month', trialDays: 14 });
    expect(first.status).toBe(201);
    expect(first.customer).toMatch(/^cus_/);
    expect(first.customer).not.toBe(strangers);
    const own = await pay(first.body.id);
    expect((await customerOf(tenant)).body.id).toBe(own.customer);
    const second = await open(tenant, { plan: 'basic', interval: 'month' });
    expect(second).toMatchObject({ status: 409, body: { code: 'already_subscribed' } });
  });
});

describe('a customer is the tenant’s own', () => {
  it.each<[string, (tenant: string, customer: string) => unknown]>([
    ['by its metadata', (tenant, id) => shop.sandbox.engine.customers.update(id, { metadata: { tenant_id: tenant } })],
    [
      'by a subscription’s metadata',
      (tenant, customer) =>
        shop.sandbox.engine.subscriptions.create({
          customer,
          items: [{ price: basic.monthly }],
          metadata: { user_id: tenant },
        }),
    ],
    [
      'by a session’s metadata',
      (tenant, customer) => {
        const line_items = [{ price: single, quantity: 1 }];
        const { checkout } = shop.sandbox.engine;
        const metadata = { tenant_id: tenant };
        checkout.complete(checkout.create({ mode: 'payment', line_items, customer, metadata }).id);
      },
    ],
    ['by assignment', (tenant, id) => shop.backend.app.get(TenantService, { strict: false }).assign('', id, tenant)],
  ])('%s', async (_, say) => {
    const tenant = newTenant();
    const customer = shop.sandbox.engine.customers.create({ payment_method: 'pm_card_visa' }).id;
    await say(tenant, customer);
    await shop.settled();
    expect((await customerOf(tenant)).body.id).toBe(customer);
    expect((await open(tenant, { price: single })).customer).toBe(customer);
  });

  it('and not by a session’s metadata that name another tenant than its buyer does', async () => {
    const tenant = newTenant();
    const { checkout } = shop.sandbox.engine;
    const session = checkout.create({
      mode: 'payment',
      line_items: [{ price: single, quantity: 1 }],
      customer_creation: 'always',
      client_reference_id: tenant,
      metadata: { tenant_id: 'campaign' },
    });
    await pay(session.id);
    expect((await customerOf(tenant)).status).toBe(404);
  });
});
