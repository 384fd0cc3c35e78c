import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import type { Fault } from '../../sandbox/faults/fault.js';
import { CountinghouseError } from '../../src/common/errors.js';
import { loadEnv } from '../../src/config/env.js';
import { mayHaveTakenEffect } from '../../src/stripe/call-errors.js';
import { RequestInHand } from '../../src/stripe/request-in-hand.js';
import { StripeCallMetrics } from '../../src/stripe/stripe-call.metrics.js';
import { StripeCalls } from '../../src/stripe/stripe.calls.js';
import { freePort } from '../support/free-port.js';

let sandbox: StripeSandbox;
let calls: StripeCalls;
let keys = 0;

const callsWith = (more: Record<string, string>, registry = new Registry()) =>
  new StripeCalls(
    loadEnv({ NODE_ENV: 'test', STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url, ...more }),
    new StripeCallMetrics(registry),
  );

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 3 });
  calls = callsWith({});
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.clear());

const create = (by = calls, idempotencyKey = `key ${(keys += 1)}`) =>
  by.run((client, options) => client.customers.create({ name: 'Jenny' }, options), { idempotencyKey, account: '' });
const read = (id: string, by = calls) =>
  by.run((client, options) => client.customers.retrieve(id, {}, options), { idempotencyKey: null, account: '' });

/** What a caller would be told, and whether anything may have been done. */
async function told(call: Promise<unknown>): Promise<unknown[]> {
  try {
    await call;
    return ['done'];
  } catch (error) {
    if (!(error instanceof CountinghouseError)) throw error;
    return [error.status, error.code, mayHaveTakenEffect(error), error.retryAfter];
  }
}

type Met = Fault & { readonly times?: number };

describe('a call to Stripe', () => {
  it.each<[string, Met[], unknown[]]>([
    ['the rate limit', [{ fault: 'rate_limit', retryAfter: 7 }], [503, 'stripe_busy', false, 7]],
    ['an error of its own', [{ fault: 'error', times: 2 }], [504, 'outcome_unknown', true, undefined]],
    ['a page of HTML', [{ fault: 'unavailable', times: 2 }], [504, 'outcome_unknown', true, undefined]],
    ['a cut connection', [{ fault: 'reset', times: 2 }], [504, 'outcome_unknown', true, undefined]],
    ['a cut connection, done', [{ fault: 'reset', done: true, times: 2 }], [504, 'outcome_unknown', true, undefined]],
    ['an answer that breaks off', [{ fault: 'truncated', times: 2 }], [504, 'outcome_unknown', true, undefined]],
    [
      'the rate limit after a cut connection',
      [{ fault: 'reset', done: true }, { fault: 'rate_limit' }],
      [504, 'outcome_unknown', true, undefined],
    ],
    ['a key that is refused', [{ fault: 'unauthorized' }], [502, 'stripe_unavailable', false, undefined]],
    [
      'a key that is refused after a cut connection',
      [{ fault: 'reset', done: true }, { fault: 'unauthorized' }],
      [504, 'outcome_unknown', true, undefined],
    ],
    ['one cut connection', [{ fault: 'reset' }], ['done']],
    ['one error', [{ fault: 'unavailable' }], ['done']],
  ])('that meets %s', async (_, faults, expected) => {
    for (const fault of faults) sandbox.faults.add({ ...fault, method: 'POST' });
    expect(await told(create())).toEqual(expected);
  });

  it('that Stripe never answers ends after two times ten seconds, and nobody knows how', async () => {
    sandbox.faults.add({ fault: 'hang', done: true, times: 2 });
    const [began, before] = [performance.now(), sandbox.engine.store.customers.values().length];
    expect(await told(create(calls, 'hung'))).toEqual([504, 'outcome_unknown', true, undefined]);
    expect(performance.now() - began).toBeLessThan(40_000);
    expect((await create(calls, 'hung')).name).toBe('Jenny');
    expect(sandbox.engine.store.customers.values().length - before).toBe(1);
  });

  it('that never left has done nothing', async () => {
    const nobody = callsWith({ STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}` });
    expect(await told(create(nobody))).toEqual([502, 'stripe_unavailable', false, undefined]);
    const nowhere = callsWith({ STRIPE_API_BASE: 'http://no-such-host.invalid' });
    expect(await told(create(nowhere))).toEqual([502, 'stripe_unavailable', false, undefined]);
    const plain = callsWith({ STRIPE_API_BASE: sandbox.url.replace('http:', 'https:') });
    expect((await told(create(plain)))[1]).toMatch(/^(stripe_unavailable|outcome_unknown)$/);
  });

  it('that only reads has done nothing, however it ends', async () => {
    const { id } = await create();
    sandbox.faults.add({ fault: 'reset', times: 2 });
    expect(await told(read(id))).toEqual([502, 'stripe_unavailable', false, undefined]);
    sandbox.faults.add({ fault: 'error', times: 2 });
    expect(await told(read(id))).toEqual([502, 'stripe_unavailable', false, undefined]);
    expect(await told(read('cus_none'))).toEqual([404, 'not_found', false, undefined]);
  });

  it('that is refused says so, with Stripe’s code', async () => {
    const charge = (params: { customer?: string }) =>
      calls.run(
        (client, options) => client.paymentIntents.create({ amount: 100, currency: 'usd', ...params }, options),
        { idempotencyKey: null, account: '' },
      );
    expect(await told(charge({ customer: 'cus_none' }))).toEqual([422, 'stripe_refused', false, undefined]);
    const unpaid = await charge({});
    const refund = calls.run((client, options) => client.refunds.create({ payment_intent: unpaid.id }, options), {
      idempotencyKey: 'unpaid',
      account: '',
    });
    await expect(refund).rejects.toMatchObject({ status: 422, code: 'stripe_refused' });
    const pay = calls.run(
      (client, options) =>
        client.paymentIntents.create(
          { amount: 100, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true },
          options,
        ),
      { idempotencyKey: null, account: '' },
    );
    await expect(pay).rejects.toMatchObject({
      status: 402,
      code: 'card_declined',
      members: { declineCode: 'generic_decline' },
    });
  });

  it.each<[string, number, object, unknown[]]>([
    [
      'an object of a parameter is gone',
      400,
      { type: 'invalid_request_error', code: 'resource_missing', param: 'customer' },
      [422, 'stripe_refused', false, undefined],
    ],
    [
      'the object in the address is gone',
      404,
      { type: 'invalid_request_error', code: 'resource_missing', param: 'id' },
      [404, 'not_found', false, undefined],
    ],
    ['our key may not do this', 403, { type: 'invalid_request_error' }, [502, 'stripe_unavailable', false, undefined]],
    [
      'the account is not connected',
      403,
      { type: 'invalid_request_error', code: 'account_invalid' },
      [422, 'stripe_refused', false, undefined],
    ],
    [
      'the key is at work elsewhere',
      409,
      { type: 'invalid_request_error', code: 'idempotency_key_in_use' },
      [409, 'stripe_conflict', true, 2],
    ],
  ])('tells whose fault it is when %s', async (_, status, error, expected) => {
    const stripe = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    });
    await once(stripe.listen(0, '127.0.0.1'), 'listening');
    const { port } = stripe.address() as AddressInfo;
    try {
      expect(await told(create(callsWith({ STRIPE_API_BASE: `http://127.0.0.1:${port}` })))).toEqual(expected);
    } finally {
      stripe.close();
    }
  });

  it.each([
    [401, {}],
    [403, {}],
    [403, { code: 'account_invalid' }],
  ])('that was cut and then meets a key that is refused (%i %j) may have been done', async (status, more) => {
    let met = 0;
    const stripe = createServer((request, response) => {
      met += 1;
      if (met === 1) request.socket.destroy();
      else {
        const error = { type: 'invalid_request_error', ...more };
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
      }
    });
    await once(stripe.listen(0, '127.0.0.1'), 'listening');
    const { port } = stripe.address() as AddressInfo;
    try {
      const by = callsWith({ STRIPE_API_BASE: `http://127.0.0.1:${port}` });
      expect(await told(create(by))).toEqual([504, 'outcome_unknown', true, undefined]);
      expect(met).toBe(2);
    } finally {
      stripe.close();
    }
  });

  it('is one of twenty-five at a time; more are told at once that nothing was done', async () => {
    const before = sandbox.engine.store.customers.values().length;
    sandbox.faults.add({ fault: 'slow', delayMs: 1_000, times: 100 });
    const flood = Array.from({ length: 40 }, () => told(create()));
    expect(await Promise.race(flood)).toEqual([503, 'stripe_busy', false, 1]);
    const answers = await Promise.all(flood);
    expect(answers.filter(([what]) => what === 'done')).toHaveLength(25);
    expect(sandbox.engine.store.customers.values().length - before).toBe(25);
    sandbox.faults.clear();
    expect(await told(create())).toEqual(['done']); // the places are free again
  });

  it('on behalf of a request is not begun when its time is over', async () => {
    const before = sandbox.engine.store.customers.values().length;
    const late = new RequestInHand(0);
    expect(await told(late.during(() => create()))).toEqual([502, 'stripe_unavailable', false, undefined]);
    const inTime = new RequestInHand();
    const twice = inTime.during(() =>
      calls.run(
        async (client, options) => {
          const made = await client.customers.create({ name: 'First' }, options);
          Object.assign(inTime, { deadline: 0 });
          return client.customers.update(made.id, { name: 'Second' }, { ...options, idempotencyKey: 'late update' });
        },
        { idempotencyKey: 'in time', account: '' },
      ),
    );
    // The first of the two was done, so that nobody may say that nothing was.
    expect(await told(twice)).toEqual([504, 'outcome_unknown', true, undefined]);
    expect(sandbox.engine.store.customers.values().length - before).toBe(1);
    expect(sandbox.engine.store.customers.values().some(({ name }) => name === 'Second')).toBe(false);
  });

  it('on behalf of a request is known to it, unless it only looks', async () => {
    const { id } = await create();
    const [looked, changed] = [new RequestInHand(), new RequestInHand()];
    await looked.during(() => read(id));
    await changed.during(() => create());
    expect([looked.hasAsked, changed.hasAsked]).toEqual([false, true]);
  });

  it('is counted by how each of its attempts ended: alerts go by it', async () => {
    const registry = new Registry();
    const counted = callsWith({}, registry);
    sandbox.faults.add({ fault: 'reset' });
    const { id } = await create(counted);
    sandbox.faults.add({ fault: 'error' });
    await read(id, counted);
    await told(read('cus_none', counted));
    const text = await registry.metrics();
    const counts = [...text.matchAll(/_count\{outcome="(\w+)"\} (\d+)/g)].map(([, outcome, count]) => [outcome, count]);
    expect(Object.fromEntries(counts)).toEqual({
      ok: '2',
      not_found: '1',
      refused: '0',
      forbidden: '0',
      rate_limited: '0',
      stripe_error: '1',
      no_answer: '1',
    });
  });

  it('with the key of another request is none that a repetition mends', async () => {
    await create(calls, 'taken');
    const other = calls.run((client, options) => client.customers.create({ name: 'Other' }, options), {
      idempotencyKey: 'taken',
      account: '',
    });
    expect(await told(other)).toEqual([409, 'stripe_key_used', true, undefined]);
    expect((await create(calls, 'taken')).name).toBe('Jenny');
  });

  it('is not possible without a key, and a mistake of ours stays one', async () => {
    const keyless = new StripeCalls(loadEnv({ NODE_ENV: 'test' }), new StripeCallMetrics(new Registry()));
    expect(await told(create(keyless))).toEqual([502, 'stripe_unavailable', false, undefined]);
    const mistaken = calls.run(() => Promise.reject(new RangeError('ours')), { idempotencyKey: null, account: '' });
    await expect(mistaken).rejects.toBeInstanceOf(RangeError);
  });
});
