import { OWN_INVOICES } from '../../src/billing/invoices/own-invoice.js';
import { OWN_PAYMENT_METHODS } from '../../src/payments/intents/own-payment-method.js';
import { OWN_PAYMENTS } from '../../src/payments/intents/own-payment.js';
import { createKey, type CallOptions } from '../support/api.js';
import { startShop, type Shop, type Sold } from '../support/shop.js';

interface Item extends Record<string, unknown> {
  readonly id: string;
  readonly createdAt: string;
}
interface Page {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
  readonly code?: string;
}
type As = CallOptions & { readonly tenant?: string };

const LISTS = ['invoices', 'payments', 'refunds', 'payment-methods'] as const;
const DAY = 86_400;

let shop: Shop;
let basic: Sold;

beforeAll(async () => {
  shop = await startShop('lists');
  basic = shop.sell('basic', 1_000);
});
afterAll(() => shop.close());

const list = (name: string, as: As, query = '') => shop.ask<Page>('GET', `/stripe/${name}${query}`, as);

/** Every page, of so many. */
async function all(name: string, as: As, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body }: { status: number; body: Page } = await list(
      name,
      as,
      `?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    expect([status, body.data.length <= limit]).toEqual([200, true]);
    items.push(...body.data);
    cursor = body.nextCursor;
  }
  return items;
}

describe('the lists', () => {
  const tenant = 'buyer';
  let customer: string;
  let subscription: string;

  beforeAll(async () => {
    ({ customer, subscription } = await shop.subscribe(tenant, basic.monthly, 3));
    const { engine } = shop.sandbox;
    const [charge] = engine.store.charges.values().filter((one) => one.customer === customer);
    engine.refunds.create({ charge: charge?.id ?? '', amount: 500, reason: 'requested_by_customer' });
    engine.refunds.create({ charge: charge?.id ?? '', amount: 700 });
    engine.paymentMethods.attach('pm_card_mastercard', customer);
    await shop.subscribe('another', basic.monthly);
  });

  it('show a tenant what it has paid, with what, and what it got back', async () => {
    const [invoice] = (await list('invoices', { tenant })).body.data;
    expect(invoice).toMatchObject({
      id: expect.stringMatching(/^in_/),
      number: expect.any(String),
      status: 'paid',
      subscription,
      total: { amount: 3_000, currency: 'usd' },
      amountRemaining: { amount: 0, currency: 'usd' },
      hostedInvoiceUrl: expect.stringContaining('http'),
      paidAt: expect.stringMatching(/Z$/),
    });
    const payments = (await list('payments', { tenant })).body.data;
    expect(payments).toMatchObject([
      {
        id: expect.stringMatching(/^pi_/),
        status: 'succeeded',
        amount: { amount: 3_000, currency: 'usd' },
        amountRefunded: { amount: 1_200, currency: 'usd' },
        charge: expect.stringMatching(/^ch_/),
        invoice: invoice?.id,
        disputed: false,
        type: 'card',
        brand: 'visa',
        last4: '4242',
      },
    ]);
    expect((await list('refunds', { tenant })).body.data).toMatchObject([
      { amount: { amount: expect.any(Number) }, charge: payments[0]?.['charge'], paymentIntent: payments[0]?.id },
      { id: expect.stringMatching(/^re_/), status: 'succeeded', createdAt: expect.stringMatching(/Z$/) },
    ]);
    expect((await list('payment-methods', { tenant })).body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ brand: 'visa', last4: '4242', isDefault: true }),
        expect.objectContaining({ brand: 'mastercard', last4: '4444', isDefault: false }),
      ]),
    );
  });

  it('show of a card no more than may be shown', async () => {
    const [method] = (await list('payment-methods', { tenant })).body.data;
    const shown = ['id', 'type', 'brand', 'last4', 'expMonth', 'expYear', 'isDefault', 'createdAt'];
    expect(Object.keys(method ?? {}).sort()).toEqual(shown.sort());
    for (const name of LISTS) {
      expect(JSON.stringify((await list(name, { tenant })).body)).not.toMatch(/fingerprint|secret|metadata|4{8}|42{6}/);
    }
  });

  it.each(LISTS)('%s: nothing of another tenant’s, and nothing for nobody', async (name) => {
    const own = new Set((await list(name, { tenant })).body.data.map(({ id }) => id));
    expect(own.size).toBeGreaterThan(0);
    const others = (await list(name, { tenant: 'another' })).body.data;
    expect(others.filter(({ id }) => own.has(id))).toEqual([]);
    expect((await list(name, { tenant: 'nobody' })).body).toEqual({ data: [], nextCursor: null });
    expect((await list(name, { as: await createKey(shop.backend, ['billing']) })).body.code).toBe('tenant_required');
    expect((await list(name, { as: await createKey(shop.backend, ['refunds', 'reports']) })).status).toBe(403);
    expect((await list(name, { as: 'nonsense' })).status).toBe(401);
    const elsewhere = await createKey(shop.backend, ['billing'], { tenantId: tenant, account: 'acct_1' });
    expect((await list(name, { as: elsewhere })).body.data).toEqual([]);
  });

  it.each(LISTS)('%s: refuses what it does not know', async (name) => {
    for (const query of [
      '?limit=0',
      '?limit=101',
      '?limit=-1',
      '?limit=1e1',
      '?customer=cus_1',
      '?cursor=x',
      '?cursor=',
    ]) {
      const { status, body } = await list(name, { tenant }, query);
      expect([query, status, body.code]).toEqual([query, 400, 'invalid_request']);
    }
  });
});

describe('pages', () => {
  it('show each once and the newest first, of all customers, within one second too', async () => {
    const tenant = 'reader';
    const { engine } = shop.sandbox;
    for (const _ of [1, 2]) {
      const customer = engine.customers.create({ payment_method: 'pm_card_visa', metadata: { tenant_id: tenant } }).id;
      for (const price of [basic.monthly, basic.yearly]) engine.subscriptions.create({ customer, items: [{ price }] });
    }
    engine.advance(70 * DAY);
    await shop.settled();
    const visible = await shop.backend.query<{ id: string; created_at: Date }>(
      `SELECT id, created_at FROM invoices WHERE status <> 'draft'
          AND customer_id IN (SELECT customer_id FROM tenant_customers WHERE tenant_id = $1)
        ORDER BY created_at DESC, id COLLATE "C" DESC`,
      [tenant],
    );
    expect(visible.length).toBeGreaterThan(6);
    expect(new Set(visible.map(({ created_at }) => +created_at)).size).toBeLessThan(visible.length);
    for (const limit of [1, 3, 100]) {
      const seen = await all('invoices', { tenant }, limit);
      expect(seen.map(({ id }) => id)).toEqual(visible.map(({ id }) => id));
    }
    expect((await all('payments', { tenant }, 2)).length).toBe(visible.length);
  });

  it.each([
    ['invoices', OWN_INVOICES],
    ['payment_intents', OWN_PAYMENTS],
    ['payment_methods', OWN_PAYMENT_METHODS],
  ])('of %s are found by an index, wherever they begin', async (table, sql) => {
    await shop.backend.query(
      `INSERT INTO ${table} (account, id, customer_id, created_at, stripe_event_at)
       SELECT '', 'bulk_' || n, 'cus_' || n % 4, now() - n * interval '1 minute', now() FROM generate_series(1, 20000) n`,
    );
    await shop.backend.query(
      `INSERT INTO tenant_customers (account, customer_id, tenant_id) VALUES ('', 'cus_1', 'many') ON CONFLICT DO NOTHING`,
    );
    await shop.backend.query(`ANALYZE ${table}`);
    const from = [new Date(Date.now() - 10_000 * 60_000), 'bulk_10001'];
    const plan = await shop.backend.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, ['', 'many', ...from, 21]);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toMatch(new RegExp(`Index Scan using ${table}_customer_created_idx`));
    expect(text).toMatch(/Index Cond: .*ROW\(created_at/);
  });

  it('look at the tenant’s own customers only, however many there are', async () => {
    await shop.backend.query(
      `INSERT INTO tenant_customers (account, customer_id, tenant_id)
       SELECT '', 'crowd_' || n, 'crowd_' || n FROM generate_series(1, 20000) n`,
    );
    for (const table of ['customers', 'subscriptions', 'checkout_sessions']) {
      const customer = table === 'customers' ? 'tenant_id' : 'customer_id';
      await shop.backend.query(
        `INSERT INTO ${table} (account, id, ${customer}, stripe_event_at)
         SELECT '', 'crowd_' || n, 'crowd_' || n, now() FROM generate_series(1, 20000) n`,
      );
    }
    await shop.backend.query('ANALYZE tenant_customers, customers, subscriptions, checkout_sessions');
    const sql = `EXPLAIN ${OWN_INVOICES}`;
    const plan = await shop.backend.query<{ 'QUERY PLAN': string }>(sql, ['', 'crowd_7', new Date(), '', 21]);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan|hashed/);
  });
});
