import { Stripe } from 'stripe';
import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('the protocol of the API', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'api' });
    stripe = clientOf(sandbox);
  });

  afterAll(() => sandbox.close());

  it('knows its account', async () => {
    const account = await stripe.accounts.retrieveCurrent();
    expect(account).toMatchObject({ id: sandbox.accountId, object: 'account' });
    expect(account.lastResponse.requestId).toMatch(/^req_\w{14}$/);
    expect(account.lastResponse.headers).toMatchObject({
      'stripe-version': '2026-10-28.endive',
      date: new Date(sandbox.clock.now() * 1000).toUTCString(),
    });
  });

  it('pages through lists, newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.unshift((await stripe.customers.create({ description: 'page' })).id);
    const seen: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) seen.push(customer.id);
    expect(seen.slice(0, 7)).toEqual(ids);
    const before = await stripe.customers.list({ limit: 2, ending_before: ids[4] ?? '' });
    expect(before).toMatchObject({ data: [{ id: ids[2] }, { id: ids[3] }], has_more: true, url: '/v1/customers' });
  });

  it('lists events by type and time, and retrieves one', async () => {
    const { id } = await stripe.customers.create({ name: 'Brief' });
    await stripe.customers.del(id);
    const page = await stripe.events.list({ types: ['customer.created', 'customer.deleted'], limit: 100 });
    expect(new Set(page.data.map(({ type }) => type))).toEqual(new Set(['customer.created', 'customer.deleted']));
    const event = first(page.data);
    expect(await stripe.events.retrieve(event.id)).toMatchObject({
      id: event.id,
      request: { id: expect.stringMatching(/^req_/) },
    });
    expect((await stripe.events.list({ created: { gt: sandbox.clock.now() } })).data).toEqual([]);
  });

  it('replays the answer of an Idempotency-Key, and refuses the key for other parameters', async () => {
    const options = { idempotencyKey: 'once' };
    const original = await stripe.customers.create({ email: 'once@example.com' }, options);
    const replay = await stripe.customers.create({ email: 'once@example.com' }, options);
    expect(replay.id).toBe(original.id);
    expect(replay.lastResponse.headers['idempotent-replayed']).toBe('true');
    const error = await refusal(stripe.customers.create({ email: 'twice@example.com' }, options));
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it('answers errors as Stripe does, never without `error`', async () => {
    expect(await refusal(stripe.customers.retrieve('cus_nobody'))).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_nobody'",
    });
    const amiss = { amount: 100, currency: 'usd', customer: 'cus_nobody' };
    expect(await refusal(stripe.paymentIntents.create(amiss))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
      message: "No such customer: 'cus_nobody'",
    });
    expect(await refusal(stripe.products.create({ name: '' }))).toMatchObject({
      statusCode: 400,
      param: 'name',
    });
    expect(await refusal(stripe.quotes.list())).toMatchObject({
      statusCode: 404,
      message: expect.stringContaining('Unrecognized'),
    });
  });

  it('refuses payment_method_types since endive', async () => {
    const price = await monthlyPrice(stripe);
    const session = {
      mode: 'subscription',
      line_items: [{ price, quantity: 1 }],
      payment_method_types: ['card'],
    };
    const intent = { amount: 100, currency: 'usd', payment_method_types: ['card'] };
    for (const work of [stripe.checkout.sessions.create(session), stripe.paymentIntents.create(intent)]) {
      expect(await refusal(work)).toMatchObject({ statusCode: 400, param: 'payment_method_types' });
    }
  });

  it('asks for a key, and for a test key', async () => {
    const [none, live] = await Promise.all([
      fetch(`${sandbox.url}/v1/customers`),
      fetch(`${sandbox.url}/v1/customers`, { headers: { Authorization: 'Bearer sk_live_123' } }),
    ]);
    expect([none.status, live.status]).toEqual([401, 401]);
    expect(await none.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    const basic = { Authorization: `Basic ${Buffer.from(`${sandbox.apiKey}:`).toString('base64')}` };
    expect((await fetch(`${sandbox.url}/v1/customers`, { headers: basic })).status).toBe(200);
  });

  it('answers in the version of the request, newest by default', async () => {
    const price = await monthlyPrice(stripe);
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const { id, latest_invoice } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
    });
    const headers = { Authorization: `Bearer ${sandbox.apiKey}`, 'Stripe-Version': '2022-08-01' };
    const read = async (path: string) => hash(await (await fetch(`${sandbox.url}${path}`, { headers })).json());
    expect(await read(`/v1/subscriptions/${id}`)).toMatchObject({
      current_period_end: expect.any(Number),
      quantity: 1,
    });
    const invoice = await read(`/v1/invoices/${idOf(latest_invoice)}`);
    expect(invoice).toMatchObject({ subscription: id, paid: true, payment_intent: expect.stringMatching(/^pi_/) });
    const intent = await read(`/v1/payment_intents/${String(invoice['payment_intent'])}`);
    await stripe.refunds.create({ charge: String(invoice['charge']) });
    expect(intent).toMatchObject({ invoice: latest_invoice, charges: { data: [{ id: invoice['charge'] }] } });
    expect(await read(`/v1/charges?customer=${customer.id}`)).toHaveProperty(['data', 0, 'refunds', 'total_count'], 1);
  });

  it('shows events in the account’s version, whatever the request’s', async () => {
    const older = await StripeSandbox.start({ apiVersion: '2022-08-01' });
    try {
      older.engine.paymentIntents.create({ amount: 1, currency: 'usd', payment_method: 'pm_card_visa', confirm: true });
      const { data } = await clientOf(older).events.list({ type: 'payment_intent.succeeded' });
      expect(data).toMatchObject([{ api_version: '2022-08-01', data: { object: { charges: { total_count: 1 } } } }]);
    } finally {
      await older.close();
    }
  });
});
