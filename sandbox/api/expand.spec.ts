import type { Stripe } from 'stripe';
import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('expansion', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let customer: string;
  let subscription: string;
  let invoice: string;
  let intent: string;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'expand' });
    stripe = clientOf(sandbox);
    const price = await monthlyPrice(stripe);
    customer = (await stripe.customers.create({ email: 'buyer@example.com', payment_method: 'pm_card_visa' })).id;
    const sold = await stripe.subscriptions.create({ customer, items: [{ price }] });
    subscription = sold.id;
    invoice = idOf(sold.latest_invoice);
    const paid = await stripe.invoicePayments.list({ invoice });
    intent = idOf(paid.data[0]?.payment.payment_intent);
  });

  afterAll(() => sandbox.close());

  it('goes down four levels, through hashes and lists', async () => {
    const deep = await stripe.subscriptions.retrieve(subscription, {
      expand: [
        'latest_invoice.payments',
        'items.data.price.product',
        'customer.invoice_settings.default_payment_method',
      ],
    });
    expect(deep).toMatchObject({
      latest_invoice: { payments: { data: [{ payment: { payment_intent: intent } }] } },
      items: { data: [{ price: { product: { name: 'Plan' } } }] },
      customer: { id: customer },
    });
    sandbox.engine.advance(3_600);
    const charge = await stripe.paymentIntents.retrieve(intent, {
      expand: ['latest_charge.balance_transaction.source'],
    });
    expect(charge).toMatchObject({ latest_charge: { balance_transaction: { source: { object: 'charge' } } } });
  });

  it('of a list begins with data', async () => {
    const { data } = await stripe.invoices.list({ subscription, expand: ['data.customer', 'data.payments'] });
    expect(data).toMatchObject([
      { customer: { email: 'buyer@example.com' }, payments: { data: [{ status: 'paid' }] } },
    ]);
    const error = await refusal(stripe.invoices.list({ subscription, expand: ['customer'] }));
    expect(error).toMatchObject({
      statusCode: 400,
      message: "This property cannot be expanded (customer). You may want to try expanding 'data.customer' instead.",
    });
  });

  it.each([
    ['a.b.c.d.e', 'You cannot expand more than 4 levels of a property. Property: a.b.c.d.e'],
    ['status', 'This property cannot be expanded (status).'],
    ['nothing', 'This property cannot be expanded (nothing).'],
    ['items', 'This property cannot be expanded (items).'],
    ['metadata', 'This property cannot be expanded (metadata).'],
    ['customer.email', 'This property cannot be expanded (customer.email).'],
  ])('of %s is refused', async (path, message) => {
    const error = await refusal(stripe.subscriptions.retrieve(subscription, { expand: [path] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'expand', message });
  });

  it('of what may be null leaves it null', async () => {
    const read = await stripe.subscriptions.retrieve(subscription, { expand: ['schedule', 'pending_setup_intent'] });
    expect(read).toMatchObject({ schedule: null, pending_setup_intent: null });
  });

  it('shows what a Checkout session sells', async () => {
    const price = await monthlyPrice(stripe);
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 3 }],
      success_url: 'https://example.com/ok',
      expand: ['line_items.data.price.product'],
    });
    const sold = { object: 'item', quantity: 3, amount_total: 6_000, price: { product: { name: 'Plan' } } };
    expect(session.line_items).toMatchObject({ data: [sold] });
    const listed = await stripe.checkout.sessions.listLineItems(session.id);
    expect(listed.data.map(({ id }) => id)).toEqual(session.line_items?.data.map(({ id }) => id));
    expect(await stripe.checkout.sessions.retrieve(session.id)).not.toHaveProperty('line_items');
  });

  it('works on what is created and changed', async () => {
    const renamed = await stripe.subscriptions.update(subscription, { metadata: { a: '1' }, expand: ['customer'] });
    expect(renamed).toMatchObject({ metadata: { a: '1' }, customer: { id: customer } });
  });

  it('shows a deleted object as deleted', async () => {
    const gone = await stripe.customers.create({ email: 'gone@example.com', payment_method: 'pm_card_visa' });
    const price = await monthlyPrice(stripe);
    const sold = await stripe.subscriptions.create({ customer: gone.id, items: [{ price }] });
    await stripe.customers.del(gone.id);
    const read = await stripe.subscriptions.retrieve(sold.id, { expand: ['customer'] });
    expect(read.customer).toEqual({ id: gone.id, object: 'customer', deleted: true });
  });

  it('expands the fields of older versions, in their shape', async () => {
    const headers = { Authorization: `Bearer ${sandbox.apiKey}`, 'Stripe-Version': '2022-08-01' };
    const read = async (query: string) =>
      hash(await (await fetch(`${sandbox.url}/v1/invoices/${invoice}?${query}`, { headers })).json());
    const expanded = await read('expand[]=payment_intent&expand[]=subscription.latest_invoice&expand[]=charge.refunds');
    expect(expanded).toMatchObject({
      payment_intent: { id: intent, invoice, charges: { total_count: 1 } },
      subscription: { id: subscription, current_period_end: expect.any(Number), latest_invoice: { paid: true } },
      charge: { object: 'charge', refunds: { total_count: 0 } },
    });
  });
});
