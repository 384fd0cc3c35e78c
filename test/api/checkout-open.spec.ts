import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { OpenCheckoutRepository } from '../../src/billing/checkout/open-checkout.repository.js';
import { createKey, type CallOptions } from '../support/api.js';
import { frozen } from '../support/frozen.js';
import { CANCEL, startShop, SUCCESS, type Shop, type Sold } from '../support/shop.js';

interface Body {
  readonly id: string;
  readonly code?: string;
}
type As = CallOptions & { readonly tenant?: string };

const URLS = { successUrl: SUCCESS, cancelUrl: CANCEL };
const MONTHLY = { plan: 'pro', interval: 'month' };

let shop: Shop;
let pro: Sold;

beforeAll(async () => {
  shop = await startShop('open checkouts');
  pro = shop.sell('pro', 2_900, { trial_days: '14' });
  await shop.settled();
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

let tenants = 0;
const newTenant = () => `buyer_${(tenants += 1)}`;
const open = (as: As, body: object = MONTHLY) =>
  shop.ask<Body>('POST', '/stripe/checkout/sessions', { ...as, body: { ...URLS, ...body } });
const sessionAt = (id: string) => shop.sandbox.engine.store.checkoutSessions.get(id);
const pay = (id: string) => shop.sandbox.engine.checkout.complete(id);

/** Sessions of the tenant's that could be paid now. */
const openSessions = (tenant: string) =>
  shop.sandbox.engine.store.checkoutSessions
    .values()
    .filter(({ client_reference_id, status }) => client_reference_id === tenant && status === 'open');
const subscriptions = (tenant: string) =>
  shop.sandbox.engine.store.subscriptions.values().filter(({ metadata }) => metadata['tenant_id'] === tenant);

describe('the open checkout of a tenant', () => {
  it('is one, however many are asked for at once', async () => {
    const tenant = newTenant();
    const answers = await Promise.all(Array.from({ length: 6 }, () => open({ tenant })));
    for (const { status, body, headers } of answers) {
      if (status === 201) continue;
      expect([status, body.code, headers.get('retry-after')]).toEqual([409, 'checkout_in_flight', '2']);
    }
    expect(answers.map(({ status }) => status)).toContain(201);
    expect(openSessions(tenant)).toHaveLength(1);
  });

  it('is replaced by the next, so that three do not give three trials', async () => {
    const tenant = newTenant();
    const sessions: string[] = [];
    for (const allowSecondSubscription of [false, true, false]) {
      sessions.push((await open({ tenant }, { ...MONTHLY, trialDays: 14, allowSecondSubscription })).body.id);
    }
    expect(sessions.map((id) => sessionAt(id).status)).toEqual(['expired', 'expired', 'open']);
    for (const id of sessions.slice(0, 2)) expect(() => pay(id)).toThrow('is expired');
    pay(sessions[2] ?? '');
    expect(subscriptions(tenant)).toHaveLength(1);
    expect(
      await shop.backend.query(
        `SELECT DISTINCT object_id AS id, after ->> 'status' AS status FROM audit_log
          WHERE tenant_id = $1 AND action = 'checkout_session.expire' AND after ? 'status'`,
        [tenant],
      ),
    ).toEqual(expect.arrayContaining(sessions.slice(0, 2).map((id) => ({ id, status: 'expired' }))));
  });

  it('that was paid a moment ago refuses the next, before any webhook has come', async () => {
    const tenant = newTenant();
    const { body } = await open({ tenant }, { ...MONTHLY, trialDays: 14 });
    await frozen(shop.backend, 'subscriptions', async () => {
      pay(body.id);
      expect(await open({ tenant })).toMatchObject({ status: 409, body: { code: 'already_subscribed' } });
      const second = { ...MONTHLY, trialDays: 14, allowSecondSubscription: true };
      expect(await open({ tenant }, second)).toMatchObject({ status: 409, body: { code: 'trial_unavailable' } });
      expect((await open({ tenant }, { ...second, trialDays: 0 })).status).toBe(201);
    });
    await shop.settled();
  });

  it('that was paid, and whose subscription has ended, refuses nothing', async () => {
    const tenant = newTenant();
    const { body } = await open({ tenant });
    const { subscription } = pay(body.id);
    await shop.settled();
    expect((await open({ tenant })).body.code).toBe('already_subscribed');
    shop.sandbox.engine.subscriptions.cancel(subscription ?? '');
    await shop.settled();
    expect((await open({ tenant })).status).toBe(201);
  });

  it('that was paid, and of which no event has come, refuses nothing once its subscription has ended', async () => {
    const tenant = newTenant();
    const { body } = await open({ tenant }, { ...MONTHLY, trialDays: 14 });
    const { subscription } = pay(body.id);
    await shop.settled();
    await shop.backend.query('DELETE FROM checkout_sessions WHERE id = $1', [body.id]);
    expect((await open({ tenant })).body.code).toBe('already_subscribed');
    // as when the event of its payment is on its way
    await shop.backend.query(`UPDATE subscriptions SET status = 'incomplete' WHERE id = $1`, [subscription]);
    expect((await open({ tenant })).body.code).toBe('already_subscribed');
    shop.sandbox.engine.subscriptions.cancel(subscription ?? '');
    await shop.settled();
    expect((await open({ tenant }, { ...MONTHLY, trialDays: 14 })).body.code).toBe('trial_unavailable');
    expect((await open({ tenant })).status).toBe(201);
  });

  it('that was paid a moment ago refuses the next as long as its subscription lives, and no longer', async () => {
    const tenant = newTenant();
    const { body } = await open({ tenant });
    const again = { tenant, headers: { 'idempotency-key': 'again' } };
    const subscription = await frozen(shop.backend, 'subscriptions', async () => {
      const paid = pay(body.id);
      expect((await open(again)).body.code).toBe('already_subscribed');
      return paid.subscription ?? '';
    });
    await shop.settled();
    shop.sandbox.engine.subscriptions.cancel(subscription);
    await shop.settled();
    expect((await open(again)).status).toBe(201);
    expect((await open(again)).headers.get('idempotent-replayed')).toBe('true');
  });

  it('stays when the next is refused, and is the same when the same request comes again', async () => {
    const tenant = newTenant();
    const as = { tenant, headers: { 'idempotency-key': 'press' } };
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/checkout/sessions', times: 2 });
    expect((await open(as)).body.code).toBe('outcome_unknown');
    const { body } = await open(as);
    expect(sessionAt(body.id).status).toBe('open');
    expect(openSessions(tenant)).toHaveLength(1);
    // as after a process that died before it had kept its answer
    await shop.backend.query('UPDATE idempotency_requests SET status = NULL, answer = NULL');
    expect([(await open(as)).body.id, sessionAt(body.id).status]).toEqual([body.id, 'open']);
    expect((await open({ tenant }, { ...MONTHLY, trialDays: 700 })).body.code).toBe('trial_unavailable');
    expect(sessionAt(body.id).status).toBe('open');
    expect((await open({ tenant })).status).toBe(201);
    expect(sessionAt(body.id).status).toBe('expired');
  });

  it('of a process that died gives way when its lease is over, and not before', async () => {
    const tenant = newTenant();
    const hold = (until: string) =>
      shop.backend.query(
        `INSERT INTO open_checkouts (account, tenant_id, lease, leased_until)
         VALUES ('', $1, gen_random_uuid(), now() + $2::interval)
         ON CONFLICT (account, tenant_id) DO UPDATE SET lease = EXCLUDED.lease, leased_until = EXCLUDED.leased_until`,
        [tenant, until],
      );
    await hold('1 minute');
    expect((await open({ tenant })).body.code).toBe('checkout_in_flight');
    await hold('-1 second');
    expect((await open({ tenant })).status).toBe(201);
    expect(await shop.backend.query('SELECT lease FROM open_checkouts WHERE tenant_id = $1', [tenant])).toEqual([
      { lease: null },
    ]);
  });

  it('whose lease was over when Stripe answered is ended, for nobody knows of it', async () => {
    const tenant = newTenant();
    const former = await open({ tenant });
    const places = shop.backend.app.get(OpenCheckoutRepository, { strict: false });
    const original = places.note.bind(places);
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const note = jest.spyOn(places, 'note').mockImplementationOnce((...noted) => gate.then(() => original(...noted)));
    const slow = open({ tenant });
    for (const deadline = Date.now() + 20_000; note.mock.calls.length === 0 && Date.now() < deadline;) await delay(10);
    await shop.backend.query(
      `UPDATE open_checkouts SET leased_until = now() - interval '1 second' WHERE tenant_id = $1`,
      [tenant],
    );
    expect((await open({ tenant })).status).toBe(201);
    note.mockRestore();
    goOn();
    expect((await slow).body.code).toBe('checkout_in_flight');
    expect(sessionAt(former.body.id).status).toBe('expired');
    expect(openSessions(tenant)).toHaveLength(1);
  });

  it('that Stripe knows no more is in nobody’s way, and a Stripe that is away lets none be opened', async () => {
    const tenant = newTenant();
    const { body } = await open({ tenant });
    const path = `/v1/checkout/sessions/${body.id}/expire`;
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path, times: 4 });
    expect((await open({ tenant })).status).toBe(503);
    expect(openSessions(tenant).map(({ id }) => id)).toEqual([body.id]);
    shop.sandbox.faults.clear();
    await shop.backend.query(`UPDATE open_checkouts SET session_id = 'cs_gone' WHERE tenant_id = $1`, [tenant]);
    expect((await open({ tenant })).status).toBe(201);
  });

  it('is of subscriptions only, of one account, and of your backend’s sales too', async () => {
    const tenant = newTenant();
    const key = await createKey(shop.backend, ['billing']);
    const asBackend = { as: key, headers: { 'countinghouse-tenant': tenant } };
    const first = await open(asBackend);
    const { engine } = shop.sandbox;
    const product = engine.products.create({ name: 'Import', metadata: { plan: 'import' } }).id;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 5_000 }).id;
    await shop.settled();
    const payments = await Promise.all([open({ tenant }, { price }), open({ tenant }, { price })]);
    expect(payments.map(({ status }) => status)).toEqual([201, 201]);
    expect(openSessions(tenant)).toHaveLength(3);
    const second = await open({ tenant }, { price: pro.yearly });
    expect([sessionAt(first.body.id).status, sessionAt(second.body.id).status]).toEqual(['expired', 'open']);
  });
});
