import { jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import pg from 'pg';
import type { Fault } from '../../sandbox/faults/fault.js';
import { RefundResolution } from '../../src/payments/refunds/refund-resolution.js';
import { call, createKey, type CallOptions } from '../support/api.js';
import { pay } from '../support/payments.js';
import { startShop, type Shop } from '../support/shop.js';

jest.setTimeout(60_000);

interface Request {
  readonly id: string;
  readonly account: string | null;
  readonly state: string;
  readonly release: string;
  readonly refund: string | null;
  readonly customer: string | null;
  readonly amount: { readonly amount: number };
  readonly accountLeft: boolean;
  readonly untoldSince: string | null;
  readonly code?: string;
}

let shop: Shop;
let backend: string;
let operator: string;

beforeAll(async () => {
  shop = await startShop('refund release');
  backend = await createKey(shop.backend, ['refunds']);
  operator = await createKey(shop.backend, ['operations', 'refunds']);
  // They are looked for when a test says so, and not every quarter of a minute.
  shop.backend.app.get(SchedulerRegistry).deleteInterval('refund-resolution');
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.sandbox.faults.clear();
  shop.sandbox.deliveries.setHostility({ shuffle: 'none' });
});

/** Stripe tells nothing until `shop.settled()`. */
const silence = () => shop.sandbox.deliveries.setHostility({ shuffle: 'whole' });
const look = () => shop.backend.app.get(RefundResolution).resolveDue(new AbortController().signal);
const listed = async (as = operator, query = '') =>
  (await call<{ data: Request[] }>(shop.backend, 'GET', `/operations/refund-requests${query}`, { as })).body.data;
const one = async (id: string) => (await listed()).find((request) => request.id === id);
const release = (id: string, outcome: 'made' | 'not_made', as = operator) =>
  call<Request>(shop.backend, 'POST', `/operations/refund-requests/${id}/release`, {
    as,
    body: { outcome, reason: 'The owner sees none' },
  });
const audited = (id: string) =>
  shop.backend.query(
    `SELECT action, actor_kind, account, before ->> 'state' AS before, after ->> 'state' AS after, after ->> 'reason' AS reason
       FROM audit_log WHERE object_id = $1 AND action = 'refund_request.release' ORDER BY id`,
    [id],
  );
/** Lets so many seconds pass for a request. */
const pass = (id: string, seconds: number) =>
  shop.backend.query(
    `UPDATE refund_requests SET created_at = created_at - $2 * interval '1 second',
                                tried_until = tried_until - $2 * interval '1 second',
                                look_at = look_at - $2 * interval '1 second' WHERE id = $1`,
    [id, seconds],
  );
const HOUR = 3_600;

interface Lost {
  readonly id: string;
  readonly charge: string;
  readonly account: string;
  readonly there: CallOptions;
}

/** A refund of 60 of 100 dollars in a connected account, whose answer is lost, and of which nothing has been told. */
async function lost(fault: Fault = { fault: 'reset' }): Promise<Lost> {
  const { accounts } = shop.sandbox.engine;
  const account = accounts.create({ type: 'standard' }).id;
  const { charge } = await pay(shop, 'doubtful', { engine: accounts.get(account) });
  silence();
  shop.sandbox.faults.add({ ...fault, method: 'POST', path: '/v1/refunds', times: 2 });
  const there = { as: backend, headers: { 'countinghouse-account': account } };
  const asked = await call<{ request: string; code: string }>(shop.backend, 'POST', '/stripe/refunds', {
    ...there,
    body: { charge, amount: 6_000 },
  });
  shop.sandbox.faults.clear();
  expect(asked.body.code).toBe('outcome_unknown');
  return { id: asked.body.request, charge, account, there };
}

const ask = ({ charge, there }: Lost, amount: number) =>
  call<{ code?: string; amount?: { amount: number } }>(shop.backend, 'POST', '/stripe/refunds', {
    ...there,
    body: { charge, amount },
  });
const madeAt = ({ account, charge }: Lost) =>
  shop.sandbox.engine.accounts
    .get(account)
    .store.refunds.values()
    .filter((refund) => refund.charge === charge);

describe('a request that may still be made', () => {
  it('is released by who may give money back alone', async () => {
    for (const scope of ['operations', 'refunds'] as const) {
      const as = await createKey(shop.backend, [scope]);
      expect(await release('rfr_1', 'made', as)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });

  it('is not released: while it is sent, within a day, and while Stripe answers', async () => {
    const request = await lost();
    expect(await one(request.id)).toMatchObject({
      account: request.account,
      state: 'unknown',
      release: 'may_be_made',
      amount: { amount: 6_000 },
      accountLeft: false,
      untoldSince: null,
    });
    await shop.backend.query(`UPDATE refund_requests SET tried_until = now() + interval '50 seconds' WHERE id = $1`, [
      request.id,
    ]);
    expect(await one(request.id)).toMatchObject({ release: 'being_sent' });
    for (const outcome of ['made', 'not_made'] as const) {
      expect(await release(request.id, outcome)).toMatchObject({ status: 409, body: { code: 'refund_may_be_made' } });
    }
    await pass(request.id, 23 * HOUR);
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 409, body: { code: 'refund_may_be_made' } });
    await pass(request.id, 2 * HOUR);
    expect(await one(request.id)).toMatchObject({ release: 'resolving' });
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 409, body: { code: 'refund_may_be_made' } });
    // Stripe is away, which passes
    shop.sandbox.faults.add({ fault: 'error', method: 'GET', path: '/v1/refunds*', times: 2 });
    await look();
    expect(await one(request.id)).toMatchObject({ release: 'resolving', untoldSince: null });
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 409 });
    expect((await ask(request, 4_001)).body.code).toBe('refund_too_large');
    expect(await audited(request.id)).toEqual([]);
    await pass(request.id, HOUR);
    await look(); // and Stripe’s list is the last word
    expect(await one(request.id)).toBeUndefined();
    expect(await release(request.id, 'made')).toMatchObject({ status: 409, body: { code: 'refund_settled' } });
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 200, body: { state: 'not_made' } });
    expect(await audited(request.id)).toEqual([]); // it had ended so
    await shop.settled();
  });

  it('though Stripe refuses to tell: not within a day', async () => {
    const request = await lost();
    shop.sandbox.engine.accounts.deauthorize(request.account); // of which no event has come
    await pass(request.id, 10 * HOUR);
    await look();
    expect(await one(request.id)).toMatchObject({ release: 'may_be_made', untoldSince: expect.any(String) });
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 409, body: { code: 'refund_may_be_made' } });
    await shop.settled();
  });
});

describe('a request of which Stripe will not tell', () => {
  it('for more than a day: not made, and its amount is free', async () => {
    const request = await lost();
    shop.sandbox.engine.accounts.deauthorize(request.account);
    await pass(request.id, 25 * HOUR);
    await look();
    expect(await one(request.id)).toMatchObject({ release: 'releasable', accountLeft: false });
    const released = await release(request.id, 'not_made');
    expect(released).toMatchObject({ status: 200, body: { id: request.id, state: 'not_made', release: 'settled' } });
    expect(await audited(request.id)).toEqual([
      {
        action: 'refund_request.release',
        actor_kind: 'key',
        account: request.account,
        before: 'unknown',
        after: 'not_made',
        reason: 'The owner sees none',
      },
    ]);
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 200, body: { state: 'not_made' } });
    expect(await release(request.id, 'made')).toMatchObject({ status: 409, body: { code: 'refund_settled' } });
    expect(await audited(request.id)).toHaveLength(1);
    shop.sandbox.engine.accounts.authorize(request.account);
    expect((await ask(request, 10_000)).body.amount?.amount).toBe(10_000);
    await shop.settled();
  });

  it('since its account has left: at once; made, and its amount stays taken', async () => {
    const request = await lost();
    shop.sandbox.engine.accounts.deauthorize(request.account);
    await shop.settled();
    expect(await one(request.id)).toMatchObject({ release: 'releasable', accountLeft: true });
    expect(await release(request.id, 'made')).toMatchObject({ status: 200, body: { state: 'made', refund: null } });
    const read = await call(shop.backend, 'GET', `/stripe/refunds/${request.id}`, request.there);
    expect(read.body).toMatchObject({ id: request.id, status: 'made', amount: { amount: 6_000 } });
    shop.sandbox.engine.accounts.authorize(request.account);
    await shop.settled();
    expect((await ask(request, 4_001)).body.code).toBe('refund_too_large');
    expect((await ask(request, 4_000)).body.amount?.amount).toBe(4_000);
    await shop.settled();
  });
});

describe('at the same moment', () => {
  /** One that was made, of which Stripe refused to tell for a day. */
  async function madeAndUntold() {
    const request = await lost({ fault: 'reset', done: true });
    const { accounts } = shop.sandbox.engine;
    accounts.deauthorize(request.account);
    await pass(request.id, 25 * HOUR);
    await look();
    accounts.authorize(request.account);
    await pass(request.id, 48 * HOUR);
    expect(await one(request.id)).toMatchObject({ release: 'releasable' });
    const [refund] = madeAt(request);
    return { ...request, refund: refund?.id };
  }
  const state = async (id: string) =>
    (await shop.backend.query('SELECT state, refund_id, look_at FROM refund_requests WHERE id = $1', [id]))[0];

  it('the resolution finds it: whoever comes first, it is made', async () => {
    for (const both of [
      (id: string) => [look(), release(id, 'not_made')],
      (id: string) => [release(id, 'not_made'), look()],
      (id: string) => [look(), release(id, 'not_made'), look(), release(id, 'made')],
    ]) {
      const request = await madeAndUntold();
      await Promise.all(both(request.id));
      await look();
      const known = await state(request.id);
      // Released first, and not looked for again: then the event tells, as below.
      expect([
        { state: 'made', refund_id: request.refund, look_at: null },
        { state: 'not_made', refund_id: null, look_at: null },
        { state: 'made', refund_id: null, look_at: null },
      ]).toContainEqual(known);
      await shop.settled();
      const read = await call(shop.backend, 'GET', `/stripe/refunds/${request.id}`, request.there);
      expect(read.body).toMatchObject({ id: request.refund, status: 'succeeded' });
      expect((await ask(request, 4_001)).body.code).toBe('refund_too_large');
      expect(madeAt(request)).toHaveLength(1);
    }
  });

  it('an event tells of it before: it is made, whatever is said', async () => {
    const request = await madeAndUntold();
    await shop.settled();
    expect(await one(request.id)).toMatchObject({ release: 'told', refund: request.refund });
    expect(await release(request.id, 'not_made')).toMatchObject({ status: 409, body: { code: 'refund_settled' } });
    expect(await state(request.id)).toEqual({ state: 'made', refund_id: request.refund, look_at: null });
    expect(await audited(request.id)).toMatchObject([{ before: 'unknown', after: 'made' }]);
    expect(await release(request.id, 'made')).toMatchObject({ status: 200, body: { refund: request.refund } });
    expect((await ask(request, 4_001)).body.code).toBe('refund_too_large');
  });

  it('an event tells of it while it is released, or after: the amount counts once, and not never', async () => {
    const request = await madeAndUntold();
    await Promise.all([release(request.id, 'not_made'), shop.settled()]);
    const read = await call(shop.backend, 'GET', `/stripe/refunds/${request.id}`, request.there);
    expect(read.body).toMatchObject({ id: request.refund, status: 'succeeded' });
    expect((await ask(request, 4_001)).body.code).toBe('refund_too_large');
    expect((await ask(request, 4_000)).body.amount?.amount).toBe(4_000);
    await shop.settled();
  });

  it('that is taken up to be sent again is not released', async () => {
    const request = await lost();
    shop.sandbox.engine.accounts.deauthorize(request.account);
    await shop.settled();
    const sender = new pg.Client({ connectionString: shop.backend.databaseUrl });
    await sender.connect();
    await sender.query('BEGIN');
    await sender.query(`UPDATE refund_requests SET tried_until = now() + interval '60 seconds' WHERE id = $1`, [
      request.id,
    ]);
    const released = release(request.id, 'not_made');
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await shop.backend.query(waiting)).length === 0);
    await sender.query('COMMIT');
    await sender.end();
    expect(await released).toMatchObject({ status: 409, body: { code: 'refund_may_be_made' } });
    expect(await one(request.id)).toMatchObject({ state: 'unknown', release: 'being_sent' });
  });

  it('two operators say different things: the first one is believed', async () => {
    const request = await lost();
    shop.sandbox.engine.accounts.deauthorize(request.account);
    await shop.settled();
    const said = await Promise.all([release(request.id, 'made'), release(request.id, 'not_made')]);
    expect(said.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await audited(request.id)).toHaveLength(1);
  });
});

it('is for operators, each within reach, and a list by state', async () => {
  const request = await lost();
  shop.sandbox.engine.accounts.deauthorize(request.account);
  await shop.settled();
  const theirs = await createKey(shop.backend, ['operations', 'refunds'], { account: request.account });
  const others = await createKey(shop.backend, ['operations', 'refunds'], { account: 'acct_other' });
  const tenants = await createKey(shop.backend, ['operations', 'refunds'], { tenantId: 'doubtful' });
  expect((await listed(theirs)).map(({ id }) => id)).toEqual([request.id]);
  expect((await listed(theirs, '?state=unknown')).map(({ id }) => id)).toEqual([request.id]);
  expect(await listed(theirs, '?state=pending')).toEqual([]);
  expect(await listed(others)).toEqual([]);
  expect(await release(request.id, 'not_made', others)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await release(request.id, 'not_made', tenants)).toMatchObject({ status: 403, body: { code: 'tenant_bound' } });
  expect(await release('rfr_nowhere', 'not_made')).toMatchObject({ status: 404 });
  expect(await release(request.id, 'not_made', theirs)).toMatchObject({ status: 200 });
});
