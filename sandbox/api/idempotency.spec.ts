import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, refusal } from '../test/stripe-client.js';

describe('idempotency keys', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'keys' });
    stripe = clientOf(sandbox);
  });

  afterEach(() => sandbox.close());

  const key = { idempotencyKey: 'once' };

  function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      body,
      headers: {
        Authorization: `Bearer ${sandbox.apiKey}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Idempotency-Key': 'once',
        ...headers,
      },
    });
  }

  it('replay the answer, byte for byte, and say so', async () => {
    const original = await post('/v1/customers', 'email=once@example.com');
    const replay = await post('/v1/customers', 'email=once@example.com');
    expect(original.headers.get('idempotent-replayed')).toBeNull();
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect(replay.headers.get('original-request')).toBe(original.headers.get('request-id'));
    expect(await replay.text()).toBe(await original.text());
    expect(sandbox.state().customers).toHaveLength(1);
  });

  it('are refused for other parameters and for another path', async () => {
    await stripe.customers.create({ email: 'once@example.com' }, key);
    const params = await refusal(stripe.customers.create({ email: 'twice@example.com' }, key));
    expect(params).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(params).toMatchObject({ statusCode: 400, message: expect.stringContaining('the same parameters') });
    const path = await refusal(stripe.products.create({ name: 'Plan' }, key));
    expect(path).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(path.message).toContain("('/v1/products' vs '/v1/customers')");
  });

  it('are forgotten after a day of the sandbox’s clock', async () => {
    const first = await stripe.customers.create({ email: 'once@example.com' }, key);
    sandbox.engine.advance(86_399);
    expect((await stripe.customers.create({ email: 'once@example.com' }, key)).id).toBe(first.id);
    sandbox.engine.advance(1);
    expect((await stripe.customers.create({ email: 'once@example.com' }, key)).id).not.toBe(first.id);
  });

  it('keep a declined payment and what the state refused', async () => {
    const declined = { amount: 700, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeCustomerFail' };
    const first = await refusal(stripe.paymentIntents.create(declined, key));
    const again = await refusal(stripe.paymentIntents.create(declined, key));
    expect(again).toMatchObject({ statusCode: 402, payment_intent: { id: first.payment_intent?.id } });
    const gone = { idempotencyKey: 'gone' };
    await refusal(stripe.customers.update('cus_later', { name: 'Jenny' }, gone));
    sandbox.engine.customers.create({ name: 'Jenny' });
    const replay = await refusal(stripe.customers.update('cus_later', { name: 'Jenny' }, gone));
    expect(replay).toMatchObject({ statusCode: 404, headers: { 'idempotent-replayed': 'true' } });
  });

  it('do not keep what failed validation: corrected, it may go under the same key', async () => {
    expect((await post('/v1/products', '')).status).toBe(400);
    expect((await post('/v1/prices', 'currency=usd&product=x&unit_amount=much')).status).toBe(400);
    const corrected = await post('/v1/products', 'name=Plan');
    expect(corrected.status).toBe(200);
    expect(corrected.headers.get('idempotent-replayed')).toBeNull();
  });

  it('are each account’s own', async () => {
    const own = await post('/v1/customers', 'email=once@example.com');
    const { id } = sandbox.engine.accounts.create({ type: 'express' });
    const theirs = await post('/v1/customers', 'email=once@example.com', { 'Stripe-Account': id });
    expect([own.status, theirs.status, theirs.headers.get('idempotent-replayed')]).toEqual([200, 200, null]);
  });

  it('of a request that is being worked on are refused with 409', async () => {
    sandbox.faults.add({ fault: 'slow', delayMs: 3_500 });
    const slow = post('/v1/customers', 'email=once@example.com');
    while (sandbox.faults.list()[0]?.struck === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const meanwhile = await post('/v1/customers', 'email=once@example.com');
    expect(meanwhile.status).toBe(409);
    expect(await meanwhile.json()).toMatchObject({
      error: { type: 'idempotency_error', code: 'idempotency_key_in_use' },
    });
    expect((await slow).status).toBe(200);
    expect((await post('/v1/customers', 'email=once@example.com')).headers.get('idempotent-replayed')).toBe('true');
    expect(sandbox.state().customers).toHaveLength(1);
  });

  it('are longer than 255 characters for nobody, and mean nothing on GET', async () => {
    expect((await post('/v1/customers', '', { 'Idempotency-Key': 'k'.repeat(256) })).status).toBe(400);
    const headers = { Authorization: `Bearer ${sandbox.apiKey}`, 'Idempotency-Key': 'read' };
    const read = () => fetch(`${sandbox.url}/v1/customers`, { headers });
    await read();
    await stripe.customers.create({ name: 'Jenny' });
    const second = await read();
    expect(second.headers.get('idempotent-replayed')).toBeNull();
    expect(await second.json()).toMatchObject({ data: [{ name: 'Jenny' }] });
  });
});
