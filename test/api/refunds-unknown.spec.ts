import { jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import type { Fault } from '../../sandbox/faults/fault.js';
import { ENV, type Env } from '../../src/config/env.js';
import { RefundResolution } from '../../src/payments/refunds/refund-resolution.js';
import { clientConfig } from '../../src/stripe/client-config.js';
import { StripeCalls } from '../../src/stripe/stripe.calls.js';
import { call, createKey, type CallOptions } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { pay } from '../support/payments.js';
import { startShop, type Shop } from '../support/shop.js';

interface Refund {
  readonly id: string;
  readonly request: string;
  readonly status: string;
  readonly amount: { readonly amount: number };
  readonly code?: string;
  readonly refundable?: unknown;
}

let shop: Shop;
let second: Backend;
let backend: string;

beforeAll(async () => {
  shop = await startShop('refunds unknown');
  const { databaseUrl } = shop.backend;
  second = await startBackend({
    databaseUrl,
    env: { STRIPE_SECRET_KEY: shop.sandbox.apiKey, STRIPE_API_BASE: shop.sandbox.url },
  });
  backend = await createKey(shop.backend, ['refunds']);
  // They are looked for when a test says so, and not every quarter of a minute.
  for (const { app } of [shop.backend, second]) app.get(SchedulerRegistry).deleteInterval('refund-resolution');
});
afterAll(async () => {
  await second.close();
  await shop.close();
});
beforeEach(() => {
  shop.sandbox.faults.clear();
  shop.sandbox.deliveries.setHostility({ shuffle: 'none' });
});

/** Stripe tells nothing until `shop.settled()`. */
const silence = () => shop.sandbox.deliveries.setHostility({ shuffle: 'whole' });
const ask = (body: object, { headers = {} }: CallOptions = {}) =>
  call<Refund>(shop.backend, 'POST', '/stripe/refunds', { as: backend, body, headers });
const once = (key: string): CallOptions => ({ headers: { 'idempotency-key': key } });
const read = async (id: string) =>
  (await call<Refund>(shop.backend, 'GET', `/stripe/refunds/${id}`, { as: backend })).body;
const madeOf = (charge: string) => shop.sandbox.engine.store.refunds.values().filter((one) => one.charge === charge);
const meets = (fault: Fault) => shop.sandbox.faults.add({ ...fault, method: 'POST', path: '/v1/refunds', times: 2 });
const look = (by = shop.backend) => by.app.get(RefundResolution).resolveDue(new AbortController().signal);
/** Lets so many seconds pass for a request. */
const pass = (id: string, seconds: number) =>
  shop.backend.query(
    `UPDATE refund_requests SET tried_until = tried_until - $2 * interval '1 second',
                                look_at = look_at - $2 * interval '1 second' WHERE id = $1`,
    [id, seconds],
  );
const audited = (id: string) =>
  shop.backend.query(`SELECT actor_kind, before, after FROM audit_log WHERE object_id = $1 ORDER BY id OFFSET 1`, [id]);

/** Asks for a refund whose answer is lost. */
async function lost(fault: Fault, amount = 6_000) {
  const { charge } = await pay(shop, 'doubtful');
  silence();
  meets(fault);
  const key = `lost ${charge}`;
  const { status, body } = await ask({ charge, amount }, once(key));
  shop.sandbox.faults.clear();
  expect([status, body.code]).toEqual([504, 'outcome_unknown']);
  expect(body.request).toMatch(/^rfr_/);
  return { charge, key, request: body.request };
}

describe('an outcome that nobody knows', () => {
  it.each<Fault>([
    { fault: 'reset', done: true },
    { fault: 'truncated' },
    { fault: 'error', done: true },
    { fault: 'unavailable', done: true },
  ])('%j: is read from Stripe, by one machine', async (fault) => {
    const { charge, request } = await lost(fault);
    await look(); // Stripe may be at it still
    expect(await read(request)).toMatchObject({ id: request, request, status: 'unknown', amount: { amount: 6_000 } });
    expect((await ask({ charge, amount: 4_001 })).body.refundable).toEqual({ amount: 4_000, currency: 'usd' });
    await pass(request, 5);
    await Promise.all([look(), look(second)]);
    const [made, ...more] = madeOf(charge);
    expect([more, await read(request)]).toEqual([[], expect.objectContaining({ id: made?.id, status: 'succeeded' })]);
    expect(await audited(request)).toMatchObject([
      { actor_kind: 'key', before: { state: 'pending' }, after: { state: 'unknown' } },
      { actor_kind: 'system', before: { state: 'unknown' }, after: { state: 'made', refundId: made?.id } },
    ]);
    expect((await ask({ charge })).body.amount.amount).toBe(4_000);
    await shop.settled();
  });

  it('stays one when the key is refused after it was cut, and holds its amount until it is known', async () => {
    const { charge } = await pay(shop, 'rolled');
    silence();
    shop.sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/refunds' });
    shop.sandbox.faults.add({ fault: 'unauthorized', method: 'POST', path: '/v1/refunds' });
    const { status, body } = await ask({ charge, amount: 6_000 });
    expect([status, body.code]).toEqual([504, 'outcome_unknown']);
    expect((await ask({ charge, amount: 4_001 })).body.code).toBe('refund_too_large');
    await pass(body.request, 5);
    await look();
    const [made] = madeOf(charge);
    expect(await read(body.request)).toMatchObject({ id: made?.id, request: body.request, status: 'succeeded' });
    await shop.settled();
  });

  it('that Stripe never answers to is unknown as well', async () => {
    const calls = shop.backend.app.get(StripeCalls);
    const config = clientConfig(shop.backend.app.get<Env>(ENV));
    Object.assign(calls, { config: { ...config, timeout: 1_500 } }); // two times ten seconds: test/api/stripe-calls.spec.ts
    const { charge, request, key } = await lost({ fault: 'hang', done: true }).finally(() =>
      Object.assign(calls, { config }),
    );
    expect(await ask({ charge, amount: 6_000 }, once(key))).toMatchObject({ status: 201, body: { request } });
    expect(madeOf(charge)).toHaveLength(1);
    await shop.settled();
  });

  it('is known as soon as an event tells, also while Stripe cannot be read', async () => {
    const { charge, request } = await lost({ fault: 'reset', done: true });
    await shop.settled();
    const [made] = madeOf(charge);
    for (const name of [request, made?.id ?? '']) {
      expect(await read(name)).toMatchObject({ id: made?.id, request, status: 'succeeded' });
    }
    const both = await Promise.all([ask({ charge, amount: 2_500 }), ask({ charge, amount: 2_500 })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]); // it counts once, and not never
    shop.sandbox.faults.add({ fault: 'error', method: 'GET', times: 50 });
    await pass(request, 60);
    await look();
    expect(await shop.backend.query('SELECT state, look_at FROM refund_requests WHERE id = $1', [request])).toEqual([
      { state: 'made', look_at: null },
    ]);
  });

  it('ends as not made when nothing of it can be on its way any more, and not before', async () => {
    const { charge, request } = await lost({ fault: 'reset' });
    for (const seconds of [5, 800]) {
      await pass(request, seconds);
      await look();
      expect((await read(request)).status).toBe('unknown');
      expect((await ask({ charge, amount: 4_001 })).body.code).toBe('refund_too_large');
    }
    await pass(request, 100);
    shop.sandbox.faults.add({ fault: 'error', method: 'GET', path: '/v1/refunds*', times: 2 });
    await look();
    expect((await read(request)).status).toBe('unknown'); // Stripe's list could not be read
    await pass(request, 3_600);
    await look();
    expect(await read(request)).toMatchObject({ id: request, status: 'not_made' });
    expect((await audited(request)).at(-1)).toMatchObject({ actor_kind: 'system', after: { state: 'not_made' } });
    expect((await ask({ charge })).body.amount.amount).toBe(10_000);
    expect(madeOf(charge)).toHaveLength(1);
    await shop.settled();
  });

  it('of an account that has left waits longer each time, and keeps nobody waiting', async () => {
    const gone = await lost({ fault: 'reset' });
    const other = await lost({ fault: 'reset', done: true });
    await shop.backend.query(`UPDATE refund_requests SET account = 'acct_gone' WHERE id = $1`, [gone.request]);
    const log = jest.spyOn(PinoLogger.prototype, 'error');
    const waits = async () => {
      const rows = await shop.backend.query<{ seconds: number }>(
        'SELECT EXTRACT(EPOCH FROM look_at - now())::float8 AS seconds FROM refund_requests WHERE id = $1',
        [gone.request],
      );
      return rows[0]?.seconds;
    };
    await pass(gone.request, 1_800);
    await pass(other.request, 5);
    await look();
    expect((await read(other.request)).status).toBe('succeeded');
    const line = expect.objectContaining({ request: gone.request });
    expect(log.mock.calls).toEqual([[line, expect.stringContaining('cannot be found out')]]);
    log.mockRestore();
    expect(await waits()).toBeCloseTo(1_800, -2);
    await pass(gone.request, 500_000);
    await look();
    expect(await waits()).toBeCloseTo(86_400, -2);
    await shop.backend.query('DELETE FROM refund_requests WHERE id = $1', [gone.request]);
    await shop.settled();
  });

  it('is the only one that is asked for while Stripe is away', async () => {
    const [first, other] = [await lost({ fault: 'reset' }), await lost({ fault: 'reset' })];
    for (const { request } of [first, other]) await pass(request, 5);
    shop.sandbox.faults.add({ fault: 'error', method: 'GET', path: '/v1/refunds*', times: 2 });
    await look();
    const looks = await shop.backend.query('SELECT looks FROM refund_requests WHERE id = ANY ($1) ORDER BY looks', [
      [first.request, other.request],
    ]);
    expect(looks).toEqual([{ looks: 0 }, { looks: 1 }]);
    await shop.settled();
  });

  it.each([true, false])('is settled by the same request again, done: %s', async (done) => {
    const { charge, request, key } = await lost({ fault: 'reset', done });
    const again = await ask({ charge, amount: 6_000 }, once(key));
    expect(again).toMatchObject({ status: 201, body: { request, status: 'succeeded' } });
    expect(madeOf(charge)).toMatchObject([{ id: again.body.id, amount: 6_000 }]);
    await shop.settled();
  });

  it('that was found not made is carried out by the same request again, if there is room', async () => {
    const [first, other] = [await lost({ fault: 'reset' }), await lost({ fault: 'reset' })];
    for (const { request } of [first, other]) await pass(request, 1_000);
    await look();
    expect((await ask({ charge: other.charge, amount: 5_000 })).status).toBe(201);
    const full = await ask({ charge: other.charge, amount: 6_000 }, once(other.key));
    expect(full).toMatchObject({ status: 422, body: { code: 'refund_too_large' } });
    const again = await ask({ charge: first.charge, amount: 6_000 }, once(first.key));
    expect(again).toMatchObject({ status: 201, body: { request: first.request } });
    expect([madeOf(first.charge).length, madeOf(other.charge).length]).toEqual([1, 1]);
    await shop.settled();
  });

  it('is not sent again when Stripe may have forgotten its key', async () => {
    const { charge, request, key } = await lost({ fault: 'reset' });
    await shop.backend.query(`UPDATE refund_requests SET created_at = now() - interval '23.5 hours' WHERE id = $1`, [
      request,
    ]);
    expect(await ask({ charge, amount: 6_000 }, once(key))).toMatchObject({ status: 504, body: { request } });
    expect(madeOf(charge)).toEqual([]);
  });

  it('stays unknown while a repeated request fares no better', async () => {
    const { charge, request, key } = await lost({ fault: 'reset', done: true });
    shop.sandbox.faults.add({ fault: 'rate_limit', method: 'POST', path: '/v1/refunds', times: 2 });
    expect(await ask({ charge, amount: 6_000 }, once(key))).toMatchObject({ status: 503 });
    expect((await read(request)).status).toBe('unknown');
    expect((await ask({ charge, amount: 4_001 })).body.code).toBe('refund_too_large');
    await shop.settled();
  });
});

describe('a process that was killed', () => {
  /** The row that it leaves, as long ago. */
  async function left(charge: string, id: string, seconds: number) {
    await shop.backend.query(
      `INSERT INTO refund_requests (id, charge_id, amount, currency, state, idempotency_key, tried_until, look_at)
       VALUES ($1, $2, 6000, 'usd', 'pending', $1, now() + interval '60 seconds', now() + interval '60 seconds')`,
      [id, charge],
    );
    await pass(id, seconds);
  }

  it('before it asked Stripe: the amount is held, and free again after a while', async () => {
    const { charge } = await pay(shop, 'killed');
    await left(charge, 'rfr_before', 30);
    await look();
    expect(await read('rfr_before')).toMatchObject({ id: 'rfr_before', status: 'pending', charge });
    expect((await ask({ charge })).body.amount.amount).toBe(4_000);
    await pass('rfr_before', 1_000);
    await look();
    expect((await read('rfr_before')).status).toBe('not_made');
    expect((await ask({ charge })).body.amount.amount).toBe(6_000);
  });

  it('after Stripe made it: it is found, though no event told', async () => {
    const { charge } = await pay(shop, 'killed');
    silence();
    const metadata = { countinghouse_request: 'rfr_after' };
    const made = shop.sandbox.engine.refunds.create({ charge, amount: 6_000, metadata });
    await left(charge, 'rfr_after', 61);
    await look();
    expect(await read('rfr_after')).toMatchObject({ id: made.id, request: 'rfr_after', status: 'succeeded' });
    await shop.settled();
    expect((await ask({ charge })).body.amount.amount).toBe(4_000);
  });

  it('and suspended before: what it was told late is noted all the same', async () => {
    const { charge, request } = await lost({ fault: 'reset' });
    await pass(request, 1_000);
    await look();
    expect((await read(request)).status).toBe('not_made');
    shop.sandbox.engine.refunds.create({ charge, amount: 6_000, metadata: { countinghouse_request: request } });
    await shop.settled();
    expect(await read(request)).toMatchObject({ id: madeOf(charge)[0]?.id, request, status: 'succeeded' });
    expect((await ask({ charge })).body.amount.amount).toBe(4_000);
  });

  it('a refund of another charge with its id in the metadata is not its', async () => {
    const [{ charge }, other] = [await pay(shop, 'killed'), await pay(shop, 'killed')];
    await left(charge, 'rfr_mine', 61);
    shop.sandbox.engine.refunds.create({
      charge: other.charge,
      amount: 5,
      metadata: { countinghouse_request: 'rfr_mine' },
    });
    await shop.settled();
    await look();
    expect(await read('rfr_mine')).toMatchObject({ id: 'rfr_mine', status: 'pending' });
  });
});
