import type { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('lists', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'lists' });
    stripe = clientOf(sandbox);
  });

  afterAll(() => sandbox.close());

  async function refused(path: string): Promise<unknown> {
    const answer = await fetch(`${sandbox.url}${path}`, { headers: { Authorization: `Bearer ${sandbox.apiKey}` } });
    expect(answer.status).toBe(400);
    return answer.json();
  }

  it.each([
    ['/v1/customers?limit=0', 'limit', 'parameter_invalid_integer', 'greater than or equal to 1'],
    [
      '/v1/customers?limit=101',
      'limit',
      'parameter_invalid_integer',
      "less than or equal to 100 (it currently is '101')",
    ],
    ['/v1/customers?limit=ten', 'limit', 'parameter_invalid_integer', 'Invalid integer'],
    ['/v1/customers?starting_after=cus_nobody', 'starting_after', 'resource_missing', "No such object: 'cus_nobody'"],
    ['/v1/customers?ending_before=cus_nobody', 'ending_before', 'resource_missing', "No such object: 'cus_nobody'"],
    ['/v1/customers?name=Jenny', 'name', 'parameter_unknown', 'Received unknown parameter: name'],
    ['/v1/test_helpers/test_clocks?name=x', 'name', 'parameter_unknown', 'Received unknown parameter: name'],
    ['/v1/events?created[since]=5', 'created', 'parameter_unknown', 'created[since]'],
    ['/v1/events?created[gte]=yesterday', 'created[gte]', 'parameter_invalid_integer', 'must be an integer'],
  ])('%s is refused', async (path, param, code, message) => {
    sandbox.engine.customers.create();
    expect(await refused(path)).toMatchObject({
      error: { type: 'invalid_request_error', param, code, message: expect.stringContaining(message) },
    });
  });

  it('both cursors at once are refused', async () => {
    const { id } = sandbox.engine.customers.create();
    expect(await refused(`/v1/customers?starting_after=${id}&ending_before=${id}`)).toMatchObject({
      error: { message: expect.stringContaining('only specify one') },
    });
  });

  it('are filtered by time, to the second', async () => {
    const ids: string[] = [];
    for (let second = 0; second < 4; second += 1) {
      ids.push(sandbox.engine.customers.create({ email: 'timed@example.com' }).id);
      sandbox.engine.advance(1);
    }
    const from = sandbox.clock.now() - 4;
    const created = async (range: Stripe.RangeQueryParam | number) => {
      const { data } = await stripe.customers.list({ email: 'timed@example.com', created: range });
      return data.map(({ id }) => ids.indexOf(id));
    };
    expect(await created(from + 1)).toEqual([1]);
    expect(await created({ gt: from + 1 })).toEqual([3, 2]);
    expect(await created({ gte: from + 1, lt: from + 3 })).toEqual([2, 1]);
    expect(await created({ lte: from })).toEqual([0]);
  });

  it.each(['balance_transactions', 'payment_methods', 'tax_ids'])('of nobody are not there: %s', async (of) => {
    const list = stripe.rawRequest('GET', `/v1/customers/cus_nobody/${of}`);
    expect(await refusal(list)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });

  it('are filtered by what a backend asks for', async () => {
    const price = await monthlyPrice(stripe);
    const { product } = await stripe.prices.retrieve(price);
    await stripe.prices.update(price, { lookup_key: 'monthly' });
    const customer = await stripe.customers.create({ email: 'buyer@example.com', payment_method: 'pm_card_visa' });
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
    const invoice = idOf(subscription.latest_invoice);
    const paid = await stripe.invoicePayments.list({ invoice });
    const intent = idOf(paid.data[0]?.payment.payment_intent);
    const [charge] = (await stripe.charges.list({ payment_intent: intent })).data;
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 100 });
    sandbox.engine.customers.create({ email: 'somebody@example.com' });
    sandbox.engine.products.create({ name: 'Old', active: false });
    const end = subscription.items.data[0]?.current_period_end ?? 0;

    const ids = async (list: Promise<{ data: { id: string }[] }>) => (await list).data.map(({ id }) => id);
    expect(await ids(stripe.customers.list({ email: 'buyer@example.com' }))).toEqual([customer.id]);
    expect(await ids(stripe.prices.list({ lookup_keys: ['monthly', 'yearly'] }))).toEqual([price]);
    expect(await ids(stripe.prices.list({ product: idOf(product), type: 'recurring' }))).toEqual([price]);
    expect(await ids(stripe.prices.list({ recurring: { interval: 'year' } }))).toEqual([]);
    expect(await ids(stripe.products.list({ active: true }))).toEqual([idOf(product)]);
    expect(await ids(stripe.subscriptions.list({ status: 'active', current_period_end: { gte: end } }))).toEqual([
      subscription.id,
    ]);
    expect(await ids(stripe.subscriptions.list({ current_period_end: { gt: end } }))).toEqual([]);
    expect(await ids(stripe.subscriptions.list({ plan: price }))).toEqual([subscription.id]);
    expect(await ids(stripe.subscriptions.list({ plan: 'price_other' }))).toEqual([]);
    await refused('/v1/subscriptions?current_period_end[since]=5');
    expect(await ids(stripe.invoices.list({ customer: customer.id, status: 'paid' }))).toEqual([invoice]);
    expect(await ids(stripe.invoices.list({ subscription: subscription.id, status: 'open' }))).toEqual([]);
    expect(await ids(stripe.invoices.list({ due_date: { gt: 0 } }))).toEqual([]);
    expect(await ids(stripe.paymentMethods.list({ customer: customer.id, type: 'card' }))).toHaveLength(1);
    expect(await ids(stripe.paymentMethods.list({ customer: customer.id, type: 'us_bank_account' }))).toEqual([]);
    expect(charge?.customer).toBe(customer.id);
    expect(await ids(stripe.refunds.list({ charge: charge?.id ?? '' }))).toEqual([refund.id]);
    expect(await ids(stripe.refunds.list({ payment_intent: 'pi_other' }))).toEqual([]);
  });

  it('take a list of any length', async () => {
    const made = Array.from({ length: 30 }, (_, nth) => sandbox.engine.products.create({ name: `Plan ${nth}` }).id);
    const { data } = await stripe.products.list({ ids: made, limit: 100 });
    expect(data.map(({ id }) => id)).toEqual(made.toReversed());
  });
});
