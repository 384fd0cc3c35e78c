import { setTimeout as delay } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, refusal } from '../test/stripe-client.js';
import { RateLimiter } from './rate-limiter.js';

describe('faults on demand', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'faults' });
    stripe = clientOf(sandbox);
  });

  afterEach(() => sandbox.close());

  const made = (): number => sandbox.state().customers.length;

  /** Without the SDK, which repeats a request by itself after a reset. */
  async function post(signal = AbortSignal.timeout(20_000)): Promise<Response> {
    return fetch(`${sandbox.url}/v1/customers`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'Jenny' }),
      headers: { Authorization: `Bearer ${sandbox.apiKey}`, 'Idempotency-Key': 'once' },
      signal,
    });
  }

  it('429 is Stripe’s own, tells when to come back, and keeps no key', async () => {
    sandbox.faults.add({ fault: 'rate_limit', retryAfter: 3 });
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit', type: 'invalid_request_error' } });
    expect((await post()).status).toBe(200);
    sandbox.faults.add({ fault: 'rate_limit' });
    expect(await refusal(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
  });

  it('401 is Stripe’s own, and keeps no key', async () => {
    sandbox.faults.add({ fault: 'unauthorized' });
    expect((await post()).status).toBe(401);
    expect((await post()).status).toBe(200);
    sandbox.faults.add({ fault: 'unauthorized' });
    expect(await refusal(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('500 with the work done: %s; the key replays the 500 and nothing more is done', async (done, customers) => {
    sandbox.faults.add({ fault: 'error', done });
    const failed = await post();
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ error: { type: 'api_error' } });
    const replay = await post();
    expect([replay.status, replay.headers.get('idempotent-replayed')]).toEqual([500, 'true']);
    expect(made()).toBe(customers);
  });

  it.each([
    [false, 0, null],
    [true, 1, 'true'],
  ])('a reset with the work done: %s; the key then tells the truth', async (done, customers, replayed) => {
    sandbox.faults.add({ fault: 'reset', done });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(made()).toBe(customers);
    const answer = await post();
    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, replayed]);
    expect(made()).toBe(1);
  });

  it('the SDK repeats a request that was reset, and by its key it is done once', async () => {
    sandbox.faults.add({ fault: 'reset', done: true });
    await stripe.customers.create({ name: 'Jenny' }, { idempotencyKey: 'sdk' });
    expect(made()).toBe(1);
    sandbox.faults.add({ fault: 'reset', done: true });
    await stripe.customers.create({ name: 'Joe' });
    expect(made()).toBe(2); // without a key of the caller's the SDK makes one for each POST
  });

  it('a body that breaks off is no answer, though the work is done', async () => {
    sandbox.faults.add({ fault: 'truncated' });
    const broken = await post();
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow('terminated');
    expect(made()).toBe(1);
    sandbox.faults.add({ fault: 'truncated' });
    expect(await refusal(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('no answer at all, with the work done: %s; the caller has to give up by itself', async (done, customers) => {
    sandbox.faults.add({ fault: 'hang', done });
    const patience = new AbortController();
    const unanswered = post(patience.signal);
    while (sandbox.faults.list()[0]?.struck === 0) await delay(5);
    expect(await Promise.race([unanswered, delay(500)])).toBeUndefined();
    patience.abort();
    await expect(unanswered).rejects.toThrow('abort');
    expect(made()).toBe(customers);
    // Until the sandbox has noticed that the caller is gone, the key is in use.
    let again = await post();
    while (again.status === 409) again = await post();
    expect(again.status).toBe(200);
    expect(made()).toBe(1);
  });

  it('a slow answer is slow, and right', async () => {
    sandbox.faults.add({ fault: 'slow', delayMs: 80 });
    const begun = performance.now();
    expect((await post()).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(75);
  });

  it('503 comes from in front of Stripe: HTML, which is no error of the API', async () => {
    sandbox.faults.add({ fault: 'unavailable', done: true, times: 2 });
    const refused = await post();
    expect([refused.status, refused.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await refusal(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeError);
    expect((await post()).headers.get('idempotent-replayed')).toBe('true');
    expect(made()).toBe(1);
  });

  it('meet the method and path they are aimed at, so many times, and no other', async () => {
    sandbox.faults.add({ fault: 'error', method: 'POST', path: '/v1/prod*', times: 2 });
    await stripe.customers.create({});
    await stripe.products.list();
    for (const name of ['One', 'Two'])
      expect(await refusal(stripe.products.create({ name }))).toMatchObject({ statusCode: 500 });
    expect((await stripe.products.create({ name: 'Three' })).name).toBe('Three');
    expect(sandbox.faults.list()).toMatchObject([{ fault: 'error', struck: 2 }]);
  });

  it('by probability they meet a share of the requests, until they are removed', async () => {
    const id = sandbox.faults.add({ fault: 'error', probability: 0.3 });
    const statuses = async () =>
      Promise.all(
        Array.from({ length: 60 }, async () => {
          const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
          return (await fetch(`${sandbox.url}/v1/customers`, { headers })).status;
        }),
      );
    const failed = (await statuses()).filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(32);
    expect(sandbox.faults.list()).toMatchObject([{ id, struck: failed }]);
    sandbox.faults.remove(id);
    expect((await statuses()).every((status) => status === 200)).toBe(true);
  });

  it('a key that is wrong is refused before any fault', async () => {
    sandbox.faults.add({ fault: 'error' });
    expect((await fetch(`${sandbox.url}/v1/customers`)).status).toBe(401);
    expect(sandbox.faults.list()).toMatchObject([{ struck: 0 }]);
  });

  it('a limit of so many requests a second lets so many through', async () => {
    sandbox.faults.limitRate(2);
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await fetch(`${sandbox.url}/v1/customers`, { headers })).status),
    );
    const admitted = statuses.filter((status) => status === 200).length;
    expect(admitted).toBeGreaterThanOrEqual(2);
    expect(admitted).toBeLessThan(35);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40 - admitted);
    sandbox.faults.clear();
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it.each([
    [{ fault: 'error', times: 0 } as const, 'times'],
    [{ fault: 'error', probability: 1.5 } as const, 'probability'],
  ])('%j is refused', (rule, param) => {
    expect(() => sandbox.faults.add(rule)).toThrow(param);
  });
});

it('a bucket fills at its rate, up to a second’s worth, for each account by itself', () => {
  let now = 0;
  const limiter = new RateLimiter(() => now);
  expect(limiter.admits('')).toBe(true);
  limiter.requestsPerSecond = 2;
  const admitted = (account: string) => Array.from({ length: 5 }, () => limiter.admits(account)).filter(Boolean).length;
  expect([admitted(''), admitted('acct_1')]).toEqual([2, 2]);
  now = 500;
  expect(admitted('')).toBe(1);
  now = 60_000;
  expect(admitted('')).toBe(2);
  limiter.requestsPerSecond = 0.5;
  now = 180_000;
  expect(admitted('slow')).toBe(1);
});
