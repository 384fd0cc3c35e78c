import { setTimeout as delay } from 'node:timers/promises';
import { RefundResolution } from '../../src/payments/refunds/refund-resolution.js';
import { call, createKey, signJwt, type CallOptions } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { pay } from '../support/payments.js';
import { startShop, type Shop } from '../support/shop.js';

interface Refund {
  readonly id: string;
  readonly request: string | null;
  readonly status: string;
  readonly createdAt: string;
  readonly amount: { readonly amount: number; readonly currency: string };
  readonly code?: string;
  readonly refundable?: unknown;
  readonly stripeCode?: string | null;
  readonly errors?: readonly { readonly pointer: string }[];
}

let shop: Shop;
let second: Backend;
let backend: string;
let tenants = 0;

beforeAll(async () => {
  shop = await startShop('refunds');
  const { databaseUrl } = shop.backend;
  second = await startBackend({
    databaseUrl,
    env: { STRIPE_SECRET_KEY: shop.sandbox.apiKey, STRIPE_API_BASE: shop.sandbox.url },
  });
  backend = await createKey(shop.backend, ['refunds', 'billing']);
});
afterAll(async () => {
  await second.close();
  await shop.close();
});
beforeEach(() => {
  shop.sandbox.faults.clear();
  shop.sandbox.deliveries.setHostility({ shuffle: 'none' });
});

const newTenant = () => `refunded_${(tenants += 1)}`;
/** Stripe tells nothing until `shop.settled()`. */
const silence = () => shop.sandbox.deliveries.setHostility({ shuffle: 'whole' });
const ask = (body: object, { as = backend, headers = {} }: CallOptions = {}, to = shop.backend) =>
  call<Refund>(to, 'POST', '/stripe/refunds', { as, body, headers });
const read = (id: string, options: CallOptions = {}) =>
  call<Refund>(shop.backend, 'GET', `/stripe/refunds/${id}`, { as: backend, ...options });
const once = (key: string): CallOptions => ({ headers: { 'idempotency-key': key } });
const atStripe = (charge: string) => shop.sandbox.engine.store.charges.get(charge);
const madeOf = (charge: string) => shop.sandbox.engine.store.refunds.values().filter((one) => one.charge === charge);
/** As if the processes had died before they kept their answers. */
const unanswered = () => shop.backend.query('UPDATE idempotency_requests SET status = NULL, answer = NULL');
const requestsOf = (charge: string) =>
  shop.backend.query<{ id: string; state: string }>(
    'SELECT id, state, stripe_code, look_at FROM refund_requests WHERE charge_id = $1 ORDER BY created_at',
    [charge],
  );
const sum = (refunds: readonly { readonly amount: number }[]) =>
  refunds.reduce((total, { amount }) => total + amount, 0);

describe('a refund', () => {
  it('is made, told like the list tells it, and audited', async () => {
    const tenant = newTenant();
    const { intent, charge } = await pay(shop, tenant);
    const body = { paymentIntent: intent, amount: 500, reason: 'requested_by_customer' };
    const made = await ask(body, once('first'));
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^re_/),
        request: expect.stringMatching(/^rfr_[0-9a-f]{32}$/),
        status: 'succeeded',
        amount: { amount: 500, currency: 'usd' },
        reason: 'requested_by_customer',
        charge,
        paymentIntent: intent,
      },
    });
    const { id, request } = made.body;
    expect(madeOf(charge)).toMatchObject([
      { id, amount: 500, reason: 'requested_by_customer', metadata: { countinghouse_request: request } },
    ]);
    await shop.settled();
    const listed = await shop.ask<{ data: object[] }>('GET', '/stripe/refunds', { tenant });
    for (const name of [id, request ?? '']) expect((await read(name)).body).toMatchObject(listed.body.data[0] ?? {});
    expect(
      await shop.backend.query(
        `SELECT action, actor_kind, before, after, request_id FROM audit_log WHERE object_id = $1 ORDER BY id`,
        [request],
      ),
    ).toEqual([
      {
        action: 'refund.create',
        actor_kind: 'key',
        before: null,
        after: {
          state: 'pending',
          charge,
          amount: 500,
          currency: 'usd',
          reason: 'requested_by_customer',
          reverseTransfer: false,
          refundApplicationFee: false,
        },
        request_id: made.headers.get('x-request-id'),
      },
      {
        action: 'refund.settle',
        actor_kind: 'key',
        before: { state: 'pending' },
        after: { state: 'made', refundId: id, refundStatus: 'succeeded', refundCreatedAt: made.body.createdAt },
        request_id: made.headers.get('x-request-id'),
      },
    ]);
  });

  it('in parts, and then the rest, before and after Stripe has told of the parts', async () => {
    for (const isTold of [true, false]) {
      const { charge } = await pay(shop, newTenant());
      if (!isTold) silence();
      for (const amount of [3_000, 2_500]) {
        expect((await ask({ charge, amount })).body.amount.amount).toBe(amount);
        if (isTold) await shop.settled();
      }
      expect(await ask({ charge, amount: 4_501 })).toMatchObject({
        status: 422,
        body: { code: 'refund_too_large', refundable: { amount: 4_500, currency: 'usd' } },
      });
      expect((await ask({ charge })).body.amount.amount).toBe(4_500);
      expect(await ask({ charge })).toMatchObject({ status: 409, body: { code: 'charge_already_refunded' } });
      expect(await ask({ charge, amount: 1 })).toMatchObject({ status: 409 });
      expect(atStripe(charge)).toMatchObject({ amount_refunded: 10_000, refunded: true });
      await shop.settled();
    }
  });

  it('of what was captured, where the rest was let go', async () => {
    const { intent, charge } = await pay(shop, newTenant(), { held: true });
    expect(await ask({ charge })).toMatchObject({ status: 409, body: { code: 'charge_uncaptured' } });
    shop.sandbox.engine.paymentIntents.capture(intent, { amount_to_capture: 7_000 });
    await shop.settled();
    expect(await ask({ charge, amount: 7_001 })).toMatchObject({ body: { refundable: { amount: 7_000 } } });
    expect((await ask({ paymentIntent: intent })).body.amount.amount).toBe(7_000);
  });

  it('sent again with its key is the same one; without a key it is another', async () => {
    const { charge } = await pay(shop, newTenant());
    const body = { charge, amount: 1_000 };
    const made = await ask(body, once('same'));
    for (const to of [shop.backend, second]) expect((await ask(body, once('same'), to)).body).toEqual(made.body);
    await unanswered();
    expect((await ask(body, once('same'))).body).toEqual(made.body);
    expect(madeOf(charge)).toHaveLength(1);
    await shop.backend.query(
      `UPDATE refund_requests SET created_at = now() - interval '25 hours' WHERE charge_id = $1`,
      [charge],
    );
    await shop.backend.query('UPDATE idempotency_requests SET expires_at = now()');
    expect((await ask(body, once('same'))).body.id).not.toBe(made.body.id);
    await ask(body);
    expect(madeOf(charge)).toHaveLength(3);
  });

  it('in a connected account', async () => {
    const { id: account } = shop.sandbox.engine.accounts.create({ type: 'standard' });
    const engine = shop.sandbox.engine.accounts.get(account);
    const { charge } = await pay(shop, newTenant(), { engine });
    expect((await ask({ charge })).status).toBe(404);
    const there: CallOptions = { headers: { 'countinghouse-account': account } };
    const made = await ask({ charge, amount: 400 }, there);
    expect(made).toMatchObject({ status: 201, body: { amount: { amount: 400 } } });
    expect(engine.store.refunds.values()).toMatchObject([{ id: made.body.id }]);
    await shop.settled();
    expect((await read(made.body.id, there)).body.status).toBe('succeeded');
    expect((await read(made.body.id)).status).toBe(404);
    expect((await ask({ charge, amount: 9_601 }, there)).body.refundable).toEqual({ amount: 9_600, currency: 'usd' });
  });
});

describe('a refund of a payment for a connected account', () => {
  const FEE = 1_000;
  const BOTH = { reverseTransfer: true, refundApplicationFee: true };

  /** $100 that were passed on, of which you keep $10. */
  async function share(tenant: string) {
    const { engine } = shop.sandbox;
    const { id: destination } = engine.accounts.create({
      type: 'express',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    });
    engine.accounts.get(destination).profile.update({
      business_profile: { product_description: 'Lamps', support_phone: '1', url: 'https://lamps.example' },
      external_account: 'btok_us',
      tos_acceptance: { date: 1, ip: '127.0.0.1' },
    });
    engine.advance(2);
    const customer = engine.customers.create({ metadata: { tenant_id: tenant } }).id;
    const { latest_charge } = engine.paymentIntents.create({
      amount: 10_000,
      currency: 'usd',
      customer,
      payment_method: 'pm_card_visa',
      confirm: true,
      application_fee_amount: FEE,
      transfer_data: { destination },
    });
    await shop.settled();
    const charge = atStripe(latest_charge ?? '');
    const back = () => {
      const { amount_reversed } = engine.store.transfers.get(charge.transfer ?? '');
      const { amount_refunded } = engine.store.applicationFees.get(charge.application_fee ?? '');
      return [amount_reversed, amount_refunded];
    };
    return { charge: charge.id, back };
  }

  it('is yours alone unless you say otherwise', async () => {
    const { charge, back } = await share(newTenant());
    expect((await ask({ charge, amount: 2_000 })).status).toBe(201);
    expect(back()).toEqual([0, 0]);
    expect((await ask({ charge, amount: 2_500, reverseTransfer: true })).status).toBe(201);
    expect(back()).toEqual([2_500, 0]);
    const { body } = await ask({ charge, amount: 3_000, ...BOTH });
    expect(back()).toEqual([5_500, 300]);
    expect((await ask({ charge, refundApplicationFee: true })).body.amount.amount).toBe(2_500);
    expect(back()).toEqual([5_500, 550]);
    const told = await shop.backend.query(
      `SELECT after -> 'reverseTransfer' AS transfer, after -> 'refundApplicationFee' AS fee FROM audit_log
        WHERE object_id = $1 AND action = 'refund.create'`,
      [body.request],
    );
    expect(told).toEqual([{ transfer: true, fee: true }]);
    await shop.settled();
  });

  it('is asked for in the same words when it is sent again', async () => {
    const { charge, back } = await share(newTenant());
    const body = { charge, amount: 4_000, ...BOTH };
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds', times: 2 });
    expect((await ask(body, once(charge))).body.code).toBe('outcome_unknown');
    expect((await ask(body, once(charge))).status).toBe(201);
    expect([madeOf(charge).length, back()]).toEqual([1, [4_000, 400]]);
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path: '/v1/refunds', times: 2 });
    const rest = { charge, ...BOTH };
    expect((await ask(rest, once('rest'))).status).toBe(503);
    shop.sandbox.faults.clear();
    expect((await ask(rest, once('rest'))).status).toBe(201); // begun again from its row
    expect(back()).toEqual([10_000, FEE]);
    await shop.settled();
  });

  it('gives the fee of a direct charge back, in its account', async () => {
    const { engine } = shop.sandbox;
    const { id: account } = engine.accounts.create({ type: 'standard' });
    const there = engine.accounts.get(account);
    const { latest_charge } = there.paymentIntents.create({
      amount: 10_000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      application_fee_amount: FEE,
    });
    await shop.settled();
    const charge = latest_charge ?? '';
    const as: CallOptions = { headers: { 'countinghouse-account': account } };
    expect(await ask({ charge, ...BOTH }, as)).toMatchObject({ status: 422, body: { code: 'stripe_refused' } });
    expect((await ask({ charge, amount: 5_000, refundApplicationFee: true }, as)).status).toBe(201);
    const fee = engine.store.applicationFees.get(there.store.charges.get(charge).application_fee ?? '');
    expect(fee).toMatchObject({ amount_refunded: 500, refunded: false });
    await shop.settled();
  });

  it('that nobody shared is refused, and lets go of its amount', async () => {
    const { charge } = await pay(shop, newTenant());
    for (const more of [{ reverseTransfer: true }, { refundApplicationFee: true }]) {
      expect(await ask({ charge, ...more })).toMatchObject({ status: 422, body: { code: 'stripe_refused' } });
    }
    expect((await ask({ charge })).body.amount.amount).toBe(10_000);
  });

  it('is your own backend’s to decide', async () => {
    const tenant = newTenant();
    const { charge, back } = await share(tenant);
    const bound = [
      await signJwt({ tenant, scopes: ['refunds'] }),
      await createKey(shop.backend, ['refunds'], { tenantId: tenant }),
    ];
    for (const as of bound) {
      for (const more of [{ reverseTransfer: true }, { refundApplicationFee: true }]) {
        const refused = await ask({ charge, amount: 100, ...more }, { as });
        expect(refused).toMatchObject({ status: 403, body: { code: 'platform_key_required' } });
      }
      expect((await ask({ charge, amount: 100, reverseTransfer: false }, { as })).status).toBe(201);
    }
    expect(back()).toEqual([0, 0]);
    const named: CallOptions = { headers: { 'countinghouse-tenant': tenant } };
    expect((await ask({ charge, amount: 100, ...BOTH }, named)).status).toBe(201);
    expect(back()).toEqual([100, 10]);
    await shop.settled();
  });
});

describe('never more than is left', () => {
  it.each([true, false])('with twenty at a time, at two processes; Stripe tells at once: %s', async (isTold) => {
    const { charge } = await pay(shop, newTenant());
    if (!isTold) silence();
    const sent = Array.from({ length: 20 }, (_, n) =>
      ask({ charge, amount: 900 }, once(`${charge} ${n}`), n % 2 ? second : shop.backend),
    );
    const answers = await Promise.all(sent);
    const statuses = answers.map(({ status }) => status);
    expect([statuses.filter((one) => one === 201).length, statuses.filter((one) => one === 422).length]).toEqual([
      11, 9,
    ]);
    expect(sum(madeOf(charge))).toBe(9_900);
    expect((await ask({ charge })).body.amount.amount).toBe(100);
    await shop.settled();
    expect(atStripe(charge).amount_refunded).toBe(10_000);
    expect((await requestsOf(charge)).filter(({ state }) => state !== 'made')).toEqual([]); // none was sent in vain
  });

  it('while Stripe is still at work on another: it holds its amount', async () => {
    const { charge } = await pay(shop, newTenant());
    shop.sandbox.faults.add({ fault: 'slow', delayMs: 1_500, method: 'POST', path: '/v1/refunds' });
    const slow = ask({ charge, amount: 6_000 });
    const struck = () => shop.sandbox.faults.list()[0]?.struck;
    for (const deadline = Date.now() + 20_000; struck() === 0 && Date.now() < deadline;) await delay(10);
    expect(await ask({ charge, amount: 6_000 }, {}, second)).toMatchObject({
      status: 422,
      body: { refundable: { amount: 4_000 } },
    });
    expect((await ask({ charge }, {}, second)).body.amount.amount).toBe(4_000);
    expect((await slow).status).toBe(201);
    expect(atStripe(charge).amount_refunded).toBe(10_000);
  });

  it('with refunds made in the dashboard, told or not', async () => {
    const { charge } = await pay(shop, newTenant());
    shop.sandbox.engine.refunds.create({ charge, amount: 2_000 });
    await shop.settled();
    expect(await ask({ charge, amount: 8_001 })).toMatchObject({ body: { refundable: { amount: 8_000 } } });
    await shop.backend.query('DELETE FROM refunds WHERE charge_id = $1', [charge]); // made before anybody listened
    const both = await Promise.all([ask({ charge, amount: 5_000 }), ask({ charge, amount: 5_000 }, {}, second)]);
    expect(both.map(({ body }) => body.code ?? 'made').toSorted()).toEqual(['made', 'refund_too_large']);

    const other = (await pay(shop, newTenant())).charge;
    silence();
    shop.sandbox.engine.refunds.create({ charge: other, amount: 7_500 });
    expect(await ask({ charge: other, amount: 3_000 })).toMatchObject({
      status: 422,
      body: { code: 'stripe_refused' },
    });
    expect((await ask({ charge: other, amount: 2_500 })).status).toBe(201); // the refusal has let go of its amount
    await shop.settled();
  });
});

describe('a refund that fails', () => {
  it('frees its amount, and says so', async () => {
    const { charge } = await pay(shop, newTenant(), { card: 'pm_card_refundFail' });
    const { id, request } = (await ask({ charge })).body;
    await shop.settled();
    expect((await read(id)).body.status).toBe('pending');
    expect((await ask({ charge, amount: 1 })).body.code).toBe('charge_already_refunded');
    shop.sandbox.engine.advance(3_600);
    await shop.settled();
    for (const name of [id, request ?? '']) {
      expect((await read(name)).body).toMatchObject({ id, status: 'failed', failureReason: 'lost_or_stolen_card' });
    }
    expect((await ask({ charge, amount: 10_000 })).status).toBe(201);
  });

  it('of which no event has told yet, too: Stripe’s own list has the last word', async () => {
    const { charge } = await pay(shop, newTenant(), { card: 'pm_card_refundFail' });
    expect((await ask({ charge, amount: 10_000 })).status).toBe(201);
    shop.sandbox.engine.advance(1);
    shop.sandbox.engine.charges.update(charge, { description: 'shows the refund, of an earlier second' });
    await shop.settled();
    silence();
    shop.sandbox.engine.advance(3_600);
    expect((await ask({ charge, amount: 10_000 })).status).toBe(201);
    await shop.settled();
  });

  it('is pending until then, as a bank debit’s', async () => {
    const { charge } = await pay(shop, newTenant(), { card: 'pm_card_pendingRefund' });
    const { id, status } = (await ask({ charge, amount: 4_000 })).body;
    expect(status).toBe('pending');
    shop.sandbox.engine.advance(3_600);
    await shop.settled();
    expect((await read(id)).body.status).toBe('succeeded');
    expect((await ask({ charge })).body.amount.amount).toBe(6_000);
  });
});

describe('what cannot be refunded', () => {
  it('a charge that was not paid', async () => {
    const failed = await pay(shop, newTenant(), { card: 'pm_card_chargeCustomerFail' });
    for (const body of [{ charge: failed.charge }, { paymentIntent: failed.intent }]) {
      expect(await ask(body)).toMatchObject({ status: 409, body: { code: 'charge_unpaid' } });
    }
    const { engine } = shop.sandbox;
    const { id: paymentIntent } = engine.paymentIntents.create({ amount: 100, currency: 'usd' });
    await shop.settled();
    expect((await ask({ paymentIntent })).body.code).toBe('charge_unpaid');
  });

  it('a disputed one, though an inquiry can be', async () => {
    const disputed = await pay(shop, newTenant(), { card: 'pm_card_createDispute' });
    expect(await ask({ charge: disputed.charge })).toMatchObject({ status: 409, body: { code: 'charge_disputed' } });
    const asked = await pay(shop, newTenant(), { card: 'pm_card_createDisputeInquiry' });
    expect((await ask({ charge: asked.charge })).status).toBe(201);
  });

  it('what Stripe refuses: for good, with its reason, and its amount is free', async () => {
    const { charge } = await pay(shop, newTenant());
    silence();
    shop.sandbox.engine.disputes.create({ charge });
    const body = { charge, amount: 700 };
    const refused = await ask(body, once('disputed'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'charge_disputed' } });
    await unanswered();
    expect(await ask(body, once('disputed'))).toMatchObject({ status: 409, body: { code: 'charge_disputed' } });
    const rows = await requestsOf(charge);
    expect(rows).toMatchObject([{ state: 'refused', stripe_code: 'charge_disputed', look_at: null }]);
    expect((await read(rows[0]?.id ?? '')).body).toMatchObject({
      id: rows[0]?.id,
      status: 'refused',
      stripeCode: 'charge_disputed',
      amount: { amount: 700 },
    });
    await shop.settled();
  });

  it('while Stripe is busy, nothing is held, and the same key makes it later', async () => {
    const { charge } = await pay(shop, newTenant());
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path: '/v1/refunds', times: 2 });
    const body = { charge, amount: 6_000 };
    expect(await ask(body, once('busy'))).toMatchObject({ status: 503, body: { code: 'stripe_busy' } });
    shop.sandbox.faults.clear();
    const [row] = await requestsOf(charge);
    expect([row?.state, (await ask({ charge, amount: 5_000 })).status]).toEqual(['not_made', 201]);
    expect((await ask(body, once('busy'))).body.code).toBe('refund_too_large');
    expect(madeOf(charge)).toHaveLength(1);

    const other = await pay(shop, newTenant());
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path: '/v1/refunds', times: 2 });
    expect((await ask({ charge: other.charge }, once('later'))).status).toBe(503);
    shop.sandbox.faults.clear();
    expect((await ask({ charge: other.charge }, once('later'))).body.amount.amount).toBe(10_000);
    expect(await requestsOf(other.charge)).toMatchObject([{ state: 'made', look_at: null }]);
  });
});

describe('who may refund', () => {
  it('needs the scope', async () => {
    const { charge } = await pay(shop, 'scoped');
    const others = await createKey(shop.backend, ['billing', 'reports', 'operations']);
    for (const as of [others, await signJwt({ tenant: 'scoped' })]) {
      expect(await ask({ charge }, { as })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await read('re_1', { as })).status).toBe(403);
    }
    expect((await ask({ charge }, { as: 'nonsense' })).status).toBe(401);
    expect((await ask({ charge }, { as: await signJwt({ scopes: ['refunds'] }) })).body.code).toBe('tenant_required');
    expect((await ask({ charge }, { as: await signJwt({ tenant: 'scoped', scopes: ['refunds'] }) })).status).toBe(201);
  });

  it('finds nothing of another tenant’s', async () => {
    const { charge, intent } = await pay(shop, 'owner');
    const { id, request } = (await ask({ charge, amount: 100 })).body;
    const strangers: CallOptions[] = [
      { as: await signJwt({ tenant: 'stranger', scopes: ['refunds'] }) },
      { as: await createKey(shop.backend, ['refunds'], { tenantId: 'stranger' }) },
      { headers: { 'countinghouse-tenant': 'stranger' } },
    ];
    for (const isTold of [false, true]) {
      if (isTold) await shop.settled();
      for (const stranger of strangers) {
        for (const body of [{ charge }, { paymentIntent: intent }]) {
          expect(await ask(body, stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
        }
        for (const name of [id, request ?? '']) expect((await read(name, stranger)).status).toBe(404);
      }
    }
    const own = { headers: { 'countinghouse-tenant': 'owner' } };
    expect((await read(id, own)).status).toBe(200);
    expect((await ask({ charge, amount: 100 }, own)).status).toBe(201);
    for (const unknown of ['ch_none', 'py_none']) expect((await ask({ charge: unknown })).status).toBe(404);
    expect((await ask({ paymentIntent: 'pi_none' })).status).toBe(404);
    for (const unknown of ['re_none', 'rfr_none', 'pyr_none']) expect((await read(unknown)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, '/paymentIntent'],
    ['both', { charge: 'ch_1', paymentIntent: 'pi_1' }, '/paymentIntent'],
    ['a customer', { charge: 'cus_1' }, '/charge'],
    ['a path', { charge: 'ch_1/../x' }, '/charge'],
    ['no money', { charge: 'ch_1', amount: 0 }, '/amount'],
    ['less', { charge: 'ch_1', amount: -5 }, '/amount'],
    ['a fraction', { charge: 'ch_1', amount: 1.5 }, '/amount'],
    ['text', { charge: 'ch_1', amount: '5' }, '/amount'],
    ['too much', { charge: 'ch_1', amount: 1e15 }, '/amount'],
    ['another reason', { charge: 'ch_1', reason: 'expired_uncaptured_charge' }, '/reason'],
    ['a word for yes', { charge: 'ch_1', reverseTransfer: 'true' }, '/reverseTransfer'],
    ['a part of the fee', { charge: 'ch_1', refundApplicationFee: 5 }, '/refundApplicationFee'],
    ['a currency', { charge: 'ch_1', currency: 'usd' }, '/currency'],
    ['metadata', { charge: 'ch_1', metadata: { countinghouse_request: 'rfr_1' } }, '/metadata'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await ask(body);
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('a dashboard’s refund is found too, and has no request', async () => {
    const { charge } = await pay(shop, 'dashboard');
    const { id } = shop.sandbox.engine.refunds.create({ charge, amount: 10 });
    await shop.settled();
    expect((await read(id)).body).toMatchObject({ id, request: null, status: 'succeeded', stripeCode: null });
  });
});

it('nothing of all this is left to be found out', async () => {
  await shop.settled();
  await shop.backend.app.get(RefundResolution).resolveDue(new AbortController().signal);
  expect(await shop.backend.query(`SELECT FROM refund_requests WHERE look_at IS NOT NULL`)).toEqual([]);
});
