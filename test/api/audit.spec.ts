import { signJwt } from '../support/api.js';
import { startShop, type Shop, type Sold } from '../support/shop.js';

interface Subscription {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
}

let shop: Shop;
let basic: Sold;

beforeAll(async () => {
  shop = await startShop('audit');
  basic = shop.sell('basic', 1_000);
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
async function subscriber() {
  const tenant = `audited_${(tenants += 1)}`;
  return { tenant, ...(await shop.subscribe(tenant, basic.monthly)) };
}
const cancel = (tenant: string, body: object, key: string) =>
  shop.ask<Subscription>('POST', '/stripe/subscription/cancel', {
    tenant,
    body,
    headers: { 'idempotency-key': key },
  });
const statusAtStripe = (id: string) => shop.sandbox.engine.store.subscriptions.get(id).status;
const rowsOf = (id: string) =>
  shop.backend.query<{ id: string; outcome: string; request_row: string | null; after: object | null; key: string }>(
    `SELECT id, outcome, request_row, after, idempotency_key AS key FROM audit_log WHERE object_id = $1 ORDER BY id`,
    [id],
  );
/** As docs/auth.md says. */
const unsettled = () =>
  shop.backend.query<{ object_id: string }>(
    `SELECT object_id FROM audit_log AS asked
      WHERE outcome = 'requested' AND NOT EXISTS (SELECT FROM audit_log AS told WHERE told.request_row = asked.id)`,
  );

describe('a change at Stripe', () => {
  it('is written down before it is asked for, and what came of it after', async () => {
    const { tenant, subscription } = await subscriber();
    const { status, headers } = await cancel(tenant, { when: 'period_end' }, 'end');
    expect(status).toBe(200);
    const [asked, told, ...more] = await rowsOf(subscription);
    expect(more).toEqual([]);
    expect([asked?.outcome, asked?.request_row, asked?.after]).toEqual(['requested', null, null]);
    expect([told?.outcome, told?.request_row, told?.key]).toEqual(['done', asked?.id, asked?.key]);
    expect(told?.after).toMatchObject({ status: 'active', cancelAt: expect.any(String) as string });
    expect(
      await shop.backend.query('SELECT DISTINCT request_id FROM audit_log WHERE object_id = $1', [subscription]),
    ).toEqual([{ request_id: headers.get('x-request-id') }]);
    expect(await unsettled()).toEqual([]);
  });

  it('that cannot be written down is not asked for', async () => {
    const { tenant, subscription } = await subscriber();
    await shop.backend.query('ALTER TABLE audit_log RENAME TO elsewhere');
    try {
      expect((await cancel(tenant, { when: 'now' }, 'away')).status).toBe(500);
    } finally {
      await shop.backend.query('ALTER TABLE elsewhere RENAME TO audit_log');
    }
    expect(statusAtStripe(subscription)).toBe('active');
    expect(await cancel(tenant, { when: 'now' }, 'away')).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });

  it('whose end cannot be written down shows as one that nobody has said the end of', async () => {
    const { tenant, subscription } = await subscriber();
    await shop.backend.query(`ALTER TABLE audit_log ADD CONSTRAINT full_disk CHECK (outcome <> 'done') NOT VALID`);
    try {
      expect((await cancel(tenant, { when: 'now' }, 'half')).status).toBe(500);
    } finally {
      await shop.backend.query('ALTER TABLE audit_log DROP CONSTRAINT full_disk');
    }
    expect(statusAtStripe(subscription)).toBe('canceled');
    expect(await unsettled()).toEqual([{ object_id: subscription }]);
    await shop.settled();
    expect(await cancel(tenant, { when: 'now' }, 'half')).toMatchObject({ status: 200, body: { id: subscription } });
    const rows = await rowsOf(subscription);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['requested', 'requested', 'done']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(1);
  });

  it('that is not made, or of which nobody knows, says so', async () => {
    const { tenant, customer } = await subscriber();
    const change = (taxId: object, key: string) =>
      shop.ask('PATCH', '/stripe/customer', { tenant, body: { taxId }, headers: { 'idempotency-key': key } });
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST' });
    expect(await change({ type: 'eu_vat', value: 'DE123456789' }, 'tax')).toMatchObject({ status: 503 });
    shop.sandbox.faults.add({ fault: 'reset', times: 4, method: 'POST' });
    expect(await change({ type: 'eu_vat', value: 'DE123456789' }, 'tax 2')).toMatchObject({ status: 504 });
    const rows = await rowsOf(customer);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['requested', 'refused', 'requested', 'unknown']);
    expect(rows[1]?.after).toMatchObject({ code: 'stripe_busy' });
    expect(rows[3]?.after).toEqual({ code: 'outcome_unknown' });
  });
});

describe('a cancellation whose answer was lost', () => {
  it('is answered as Stripe has it when it is sent again, though our row shows the end by then', async () => {
    const { tenant, subscription } = await subscriber();
    shop.sandbox.faults.add({ fault: 'reset', done: true, times: 1, method: 'DELETE' });
    shop.sandbox.faults.add({ fault: 'reset', times: 10 });
    expect(await cancel(tenant, { when: 'now' }, 'lost')).toMatchObject({
      status: 504,
      body: { code: 'outcome_unknown' },
    });
    shop.sandbox.faults.clear();
    expect(statusAtStripe(subscription)).toBe('canceled');
    await shop.settled();
    expect(await cancel(tenant, { when: 'now' }, 'other')).toMatchObject({ status: 409 });
    const again = await cancel(tenant, { when: 'now' }, 'lost');
    expect(again).toMatchObject({ status: 200, body: { id: subscription, status: 'canceled' } });
    expect((await rowsOf(subscription)).map(({ outcome }) => outcome)).toEqual([
      'requested',
      'unknown',
      'requested',
      'done',
    ]);
  });

  it('does not end another one that the tenant has taken since', async () => {
    const { tenant, subscription } = await subscriber();
    shop.sandbox.faults.add({ fault: 'reset', done: true, times: 1, method: 'DELETE' });
    shop.sandbox.faults.add({ fault: 'reset', times: 10 });
    expect((await cancel(tenant, { when: 'now' }, 'lost')).status).toBe(504);
    shop.sandbox.faults.clear();
    const { subscription: next } = await shop.subscribe(tenant, basic.yearly);
    expect(await cancel(tenant, { when: 'now' }, 'lost')).toMatchObject({ status: 200, body: { id: subscription } });
    expect(statusAtStripe(next)).toBe('active');
    const user = await signJwt({ tenant });
    expect((await shop.ask<Subscription>('GET', '/stripe/subscription', { as: user })).body.id).toBe(next);
  });
});
