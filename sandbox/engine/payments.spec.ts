import { Engine } from './engine.js';
import { StripeApiError } from './errors.js';

const DAY = 86_400;

describe('payments', () => {
  let engine: Engine;

  beforeEach(() => {
    engine = new Engine({ seed: 'payments' });
  });

  function pay(token: string) {
    return engine.paymentIntents.create({ amount: 1_000, currency: 'usd', payment_method: token, confirm: true });
  }

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  it('succeed, and get their balance transaction a little later', () => {
    const intent = pay('pm_card_visa');
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1_000 });
    const charge = engine.store.charges.get(intent.latest_charge ?? '');
    expect(charge.balance_transaction).toBeNull();
    engine.advance(3);
    const booked = engine.store.charges.get(charge.id).balance_transaction;
    expect(engine.store.balanceTransactions.get(booked ?? '')).toMatchObject({ amount: 1_000, fee: 59, net: 941 });
    expect(engine.events.at(-1)).toMatchObject({
      type: 'charge.updated',
      data: { previous_attributes: { balance_transaction: null } },
    });
  });

  it('fail with a charge of their own and can be tried again', () => {
    const intent = pay('pm_card_chargeCustomerFail');
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } });
    engine.advance(1);
    expect(engine.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }).status).toBe('succeeded');
    expect(typesSince(0)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('wait for the customer’s authentication', () => {
    const [passed, refused] = [pay('pm_card_authenticationRequired'), pay('pm_card_authenticationRequired')];
    expect(passed.status).toBe('requires_action');
    expect(engine.paymentIntents.authenticate(passed.id, true).status).toBe('succeeded');
    expect(engine.paymentIntents.authenticate(refused.id, false).status).toBe('requires_payment_method');
  });

  it('take three days from a bank account', () => {
    const [good, bad] = [pay('pm_usBankAccount_success'), pay('pm_usBankAccount_insufficientFunds')];
    expect([good.status, bad.status]).toEqual(['processing', 'processing']);
    engine.advance(3 * DAY);
    expect(engine.store.paymentIntents.get(good.id).status).toBe('succeeded');
    expect(engine.store.paymentIntents.get(bad.id).status).toBe('requires_payment_method');
    expect(engine.store.charges.values().map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('can be canceled until they are taken', () => {
    const { id } = engine.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect(engine.paymentIntents.cancel(id).status).toBe('canceled');
    expect(() => engine.paymentIntents.cancel(id)).toThrow(StripeApiError);
    expect(() => engine.paymentIntents.cancel(pay('pm_card_visa').id)).toThrow('has a status of succeeded');
  });

  it('are refunded in parts, never more than was taken', () => {
    const charge = pay('pm_card_visa').latest_charge ?? '';
    const mark = engine.events.length;
    expect(engine.refunds.create({ charge, amount: 300 }).status).toBe('succeeded');
    engine.refunds.create({ charge });
    expect(engine.store.charges.get(charge)).toMatchObject({ amount_refunded: 1_000, refunded: true });
    expect(typesSince(mark)).toEqual(['refund.created', 'charge.refunded', 'refund.created', 'charge.refunded']);
    expect(engine.events.at(-1)?.data.previous_attributes).toEqual({ amount_refunded: 300, refunded: false });
    expect(() => engine.refunds.create({ charge, amount: 1 })).toThrow('already been refunded');
  });

  it('get a failed refund back', () => {
    const charge = pay('pm_card_refundFail').latest_charge ?? '';
    const { id } = engine.refunds.create({ charge, amount: 400 });
    expect(engine.store.charges.get(charge).amount_refunded).toBe(400);
    const mark = engine.events.length;
    engine.refunds.settle(id, false);
    expect(typesSince(mark)).toEqual(['refund.updated', 'refund.failed', 'charge.updated']);
    expect(engine.store.refunds.get(id)).toMatchObject({ status: 'failed', balance_transaction: null });
    expect(engine.store.charges.get(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  it('through Checkout: customer, payment and session in one second', () => {
    const product = engine.products.create({ name: 'Workshop' }).id;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 2_500 }).id;
    const session = engine.checkout.create({
      mode: 'payment',
      line_items: [{ price, quantity: 2 }],
      client_reference_id: 'tenant_1',
      customer_creation: 'always',
    });
    expect(() => engine.checkout.complete(session.id, { payment_method: 'pm_card_chargeDeclined' })).toThrow(
      'declined',
    );
    const mark = engine.events.length;
    const done = engine.checkout.complete(session.id);
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      client_reference_id: 'tenant_1',
      amount_total: 5_000,
    });
    expect(typesSince(mark)).toEqual([
      'customer.created',
      'payment_method.attached',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
  });

  it.each([
    ['pm_usBankAccount_success', 'checkout.session.async_payment_succeeded', 'paid'],
    ['pm_usBankAccount_insufficientFunds', 'checkout.session.async_payment_failed', 'unpaid'],
  ])('through Checkout by %s: %s three days later', (payment_method, type, payment_status) => {
    const product = engine.products.create({ name: 'Workshop' }).id;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 2_500 }).id;
    const { id } = engine.checkout.create({ mode: 'payment', line_items: [{ price }] });
    expect(engine.checkout.complete(id, { payment_method }).payment_status).toBe('unpaid');
    expect(typesSince(0)).toContain('charge.pending');
    engine.advance(3 * DAY);
    expect(typesSince(0).filter((one) => one.startsWith('checkout'))).toEqual(['checkout.session.completed', type]);
    expect(engine.store.checkoutSessions.get(id).payment_status).toBe(payment_status);
  });

  it('leave a Checkout session that nobody completes expired after a day', () => {
    const product = engine.products.create({ name: 'Workshop' }).id;
    const price = engine.prices.create({ currency: 'usd', product, unit_amount: 2_500 }).id;
    const { id } = engine.checkout.create({ mode: 'payment', line_items: [{ price }] });
    engine.advance(DAY);
    expect(engine.store.checkoutSessions.get(id).status).toBe('expired');
    expect(engine.events.at(-1)?.type).toBe('checkout.session.expired');
  });
});
