import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { clientOf, idOf, monthlyPrice, refusal } from '../test/stripe-client.js';

describe('the resources of the API', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'api' });
    stripe = clientOf(sandbox);
  });

  afterAll(() => sandbox.close());

  it('creates, updates, retrieves and deletes; a deleted customer says so', async () => {
    const { id } = await stripe.customers.create({ email: 'jenny@example.com', metadata: { a: '1', b: '2' } });
    const updated = await stripe.customers.update(id, { name: 'Jenny', metadata: { a: '', c: '3' } });
    expect(updated).toMatchObject({ name: 'Jenny', email: 'jenny@example.com', metadata: { b: '2', c: '3' } });
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, object: 'customer', deleted: true });
  });

  it('reads nested form bodies, expands what is asked for, and sells a subscription', async () => {
    const price = await monthlyPrice(stripe);
    const customer = await stripe.customers.create({ email: 'sub@example.com' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price, quantity: 3, metadata: { seat: 'yes' } }],
      metadata: { tenant: '7' },
      expand: ['latest_invoice.payments', 'customer'],
    });
    const invoice = await stripe.invoices.retrieve(idOf(subscription.latest_invoice), { expand: ['payments'] });
    expect(subscription).toMatchObject({
      status: 'active',
      metadata: { tenant: '7' },
      customer: { email: 'sub@example.com' },
    });
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 6_000 });
    expect(invoice.payments?.data[0]?.status).toBe('paid');
    const listed = await stripe.subscriptions.list({ customer: customer.id, status: 'all', price });
    expect(listed.data.map(({ id }) => id)).toEqual([subscription.id]);
    expect(await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at_period_end: true,
    });
    expect(await stripe.subscriptions.cancel(subscription.id)).toMatchObject({ status: 'canceled' });
    expect(await stripe.invoices.list({ subscription: subscription.id })).toMatchObject({ data: [{ id: invoice.id }] });
  });

  it('takes only a payment method that is there, and the customer’s own, for the default', async () => {
    const price = await monthlyPrice(stripe);
    const customer = (await stripe.customers.create({ payment_method: 'pm_card_visa' })).id;
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] });
    const stranger = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const use = (default_payment_method: string) =>
      stripe.customers.update(customer, { invoice_settings: { default_payment_method } });
    for (const method of ['pm_none', idOf(stranger.invoice_settings.default_payment_method)]) {
      expect(await refusal(use(method))).toMatchObject({ statusCode: 400, code: 'resource_missing' });
    }
    const own = stripe.subscriptions.update(id, { default_payment_method: 'pm_none' });
    expect(await refusal(own)).toMatchObject({ statusCode: 400, param: 'default_payment_method' });
    expect((await use('')).invoice_settings.default_payment_method).toBeNull();
  });

  it('pauses and resumes', async () => {
    const price = await monthlyPrice(stripe);
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
    expect(await stripe.subscriptions.pause(id)).toMatchObject({ status: 'paused' });
    expect(await stripe.subscriptions.resume(id)).toMatchObject({ status: 'active' });
  });

  it('answers 402 with the intent for a declined payment', async () => {
    const params = { amount: 700, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeCustomerFail' };
    const error = await refusal(stripe.paymentIntents.create(params));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      payment_intent: { status: 'requires_payment_method' },
    });
    const visa = { amount: 700, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' };
    const intent = await stripe.paymentIntents.create({ ...visa, expand: ['latest_charge.refunds'] });
    expect(intent).toMatchObject({
      status: 'succeeded',
      latest_charge: { status: 'succeeded', refunds: { data: [] } },
    });
  });

  it('collects an open invoice, or says why not', async () => {
    const price = await monthlyPrice(stripe);
    const customer = await stripe.customers.create({ payment_method: 'pm_card_chargeCustomerFail' });
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
    const invoice = idOf(subscription.latest_invoice);
    expect(await refusal(stripe.invoices.pay(invoice))).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect(await stripe.invoices.pay(invoice, { payment_method: method.id })).toMatchObject({ status: 'paid' });
    expect(await refusal(stripe.invoices.pay(invoice))).toMatchObject({ code: 'invoice_already_paid' });
  });

  it('refunds', async () => {
    const intent = await stripe.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 400, metadata: { why: 'late' } });
    expect(refund).toMatchObject({ amount: 400, status: 'succeeded', metadata: { why: 'late' } });
    expect(await stripe.charges.retrieve(idOf(intent.latest_charge))).toMatchObject({ amount_refunded: 400 });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 501 }))).toMatchObject({
      statusCode: 400,
    });
    const booked = await stripe.balanceTransactions.retrieve(idOf(refund.balance_transaction));
    expect(booked).toMatchObject({ amount: -400, type: 'refund' });
  });

  it('opens Checkout sessions, which the control route completes', async () => {
    const price = await monthlyPrice(stripe);
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 2 }],
      client_reference_id: 'tenant_acme',
      success_url: 'https://example.com/ok',
      metadata: { tenant: 'acme' },
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 4_000,
      subscription: null,
    });
    const answer = await fetch(`${sandbox.url}/_sandbox/checkout/sessions/${session.id}/complete`, { method: 'POST' });
    expect(answer.status).toBe(200);
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] })).toMatchObject({
      status: 'complete',
      client_reference_id: 'tenant_acme',
      subscription: { status: 'active' },
    });
  });
});
