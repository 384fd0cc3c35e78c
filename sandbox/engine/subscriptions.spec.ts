import type { Customer } from '../objects/customer.js';
import type { Invoice } from '../objects/invoice.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import { Engine } from './engine.js';

const DAY = 86_400;

describe('subscriptions', () => {
  let engine: Engine;
  let basic: string;
  let pro: string;
  let yearly: string;
  let customer: Customer;

  beforeEach(() => {
    engine = new Engine({ seed: 'subscriptions', startAt: Date.UTC(2027, 0, 31, 12) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product } as const;
    basic = engine.prices.create({ ...shared, unit_amount: 1_000, recurring: { interval: 'month' } }).id;
    pro = engine.prices.create({ ...shared, unit_amount: 3_000, recurring: { interval: 'month' } }).id;
    yearly = engine.prices.create({ ...shared, unit_amount: 10_000, recurring: { interval: 'year' } }).id;
    customer = engine.customers.create({ payment_method: 'pm_card_visa' });
  });

  function subscribe(extra: object = {}): Subscription {
    return engine.subscriptions.create({ customer: customer.id, items: [{ price: basic }], ...extra });
  }

  function now(subscription: Subscription): Subscription {
    return engine.store.subscriptions.get(subscription.id);
  }

  function latestInvoice(subscription: Subscription): Invoice {
    return engine.store.invoices.get(now(subscription).latest_invoice ?? '');
  }

  function typesSince(mark: number): string[] {
    return engine.events.slice(mark).map(({ type }) => type);
  }

  function replaceCard(token: string): void {
    const method = engine.paymentMethods.attach(token, customer.id);
    engine.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  }

  it('are incomplete until the first invoice is paid, and tell it in Stripe’s order', () => {
    const mark = engine.events.length;
    expect(subscribe().status).toBe('active');
    expect(typesSince(mark)).toEqual([
      'customer.subscription.created',
      'customer.updated',
      'invoice.created',
      'payment_intent.created',
      'invoice.updated',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'customer.subscription.updated',
    ]);
    expect(engine.events[mark]?.data.object['status']).toBe('incomplete');
    const snapshot = (type: string) => engine.events.findLast((event) => event.type === type)?.data.object;
    expect(snapshot('invoice.paid')).toBe(snapshot('invoice.payment_succeeded'));
  });

  it('with default_incomplete wait for the payment intent, and expire after 23 hours', () => {
    const waiting = subscribe({ payment_behavior: 'default_incomplete' });
    expect(waiting.status).toBe('incomplete');
    const intent = engine.store.intentOfInvoice(waiting.latest_invoice ?? '');
    engine.paymentIntents.confirm(intent?.id ?? '', { payment_method: 'pm_card_visa' });
    expect(now(waiting).status).toBe('active');
    const expiring = subscribe({ payment_behavior: 'default_incomplete' });
    engine.advance(DAY);
    expect(now(expiring)).toMatchObject({ status: 'incomplete_expired' });
    expect(latestInvoice(expiring).status).toBe('void');
  });

  it('renew at the end of the period: draft, an hour later finalized and paid; months keep the anchor’s day', () => {
    const subscription = subscribe();
    expect(periodEnd(subscription)).toBe(Date.UTC(2027, 1, 28, 12) / 1000);
    engine.advance(periodEnd(subscription) - engine.clock.now());
    expect(latestInvoice(subscription)).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle' });
    expect(periodEnd(now(subscription))).toBe(Date.UTC(2027, 2, 31, 12) / 1000);
    engine.advance(3_600);
    expect(latestInvoice(subscription)).toMatchObject({ status: 'paid', amount_paid: 1_000 });
    expect(typesSince(0).filter((type) => type === 'invoice.upcoming')).toHaveLength(1);
  });

  it('go past_due when a renewal fails, and are active again when a retry succeeds', () => {
    const subscription = subscribe();
    replaceCard('pm_card_chargeCustomerFail');
    engine.advance(periodEnd(subscription) - engine.clock.now() + 3_600);
    expect(now(subscription).status).toBe('past_due');
    expect(engine.store.customers.get(customer.id).delinquent).toBe(true);
    replaceCard('pm_card_visa');
    engine.advance(3 * DAY);
    expect(now(subscription).status).toBe('active');
    expect(latestInvoice(subscription)).toMatchObject({ status: 'paid', attempt_count: 2 });
    expect(engine.store.customers.get(customer.id).delinquent).toBe(false);
  });

  it.each([
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
  ] as const)('after the last retry the settings decide: %s', (finalFailure, status) => {
    engine.settings.finalFailure = finalFailure;
    const subscription = subscribe();
    replaceCard('pm_card_chargeCustomerFail');
    engine.advance(periodEnd(subscription) - engine.clock.now() + 3_600 + 15 * DAY);
    expect(now(subscription).status).toBe(status);
    expect(latestInvoice(subscription)).toMatchObject({ status: 'open', attempt_count: 4, next_payment_attempt: null });
  });

  it('bill an upgrade by the share of the period that is left', () => {
    const subscription = subscribe();
    engine.advance(7 * DAY);
    const item = subscription.items.data[0]?.id ?? '';
    const mark = engine.events.length;
    engine.subscriptions.update(subscription.id, {
      items: [{ id: item, price: pro }],
      proration_behavior: 'always_invoice',
    });
    expect(latestInvoice(subscription).lines.data.map(({ amount }) => amount)).toEqual([-750, 2_250]);
    expect(latestInvoice(subscription)).toMatchObject({
      status: 'paid',
      total: 1_500,
      billing_reason: 'subscription_update',
    });
    const updated = engine.events.slice(mark).find(({ type }) => type === 'customer.subscription.updated');
    expect(Object.keys(updated?.data.previous_attributes ?? {}).sort()).toEqual(['items', 'latest_invoice']);
  });

  it('keep prorations for the next invoice by default, and give credit for a downgrade', () => {
    const subscription = engine.subscriptions.create({ customer: customer.id, items: [{ price: pro, quantity: 2 }] });
    engine.advance(14 * DAY);
    const item = subscription.items.data[0]?.id ?? '';
    engine.subscriptions.update(subscription.id, { items: [{ id: item, price: basic, quantity: 1 }] });
    engine.advance(periodEnd(subscription) - engine.clock.now() + 3_600);
    expect(latestInvoice(subscription)).toMatchObject({ total: -3_000 + 500 + 1_000, status: 'paid', amount_due: 0 });
    expect(engine.store.customers.get(customer.id).balance).toBe(-1_500);
  });

  it('begin a new period at once when the interval changes', () => {
    const subscription = subscribe();
    engine.advance(14 * DAY);
    const item = subscription.items.data[0]?.id ?? '';
    engine.subscriptions.update(subscription.id, { items: [{ id: item, price: yearly }] });
    expect(periodEnd(now(subscription))).toBe(Date.UTC(2028, 1, 14, 12) / 1000);
    expect(latestInvoice(subscription)).toMatchObject({ status: 'paid', total: 10_000 - 500 });
  });

  it('end at the end of the period, or at cancel_at, or go on when it is taken back', () => {
    const [ending, staying, early] = [subscribe(), subscribe(), subscribe()];
    const end = periodEnd(ending);
    engine.subscriptions.update(ending.id, { cancel_at_period_end: true });
    expect(now(ending)).toMatchObject({ status: 'active', cancel_at: end, cancel_at_period_end: true });
    engine.subscriptions.update(staying.id, { cancel_at: 'min_period_end' });
    expect(now(staying)).toMatchObject({ cancel_at: end, cancel_at_period_end: false });
    engine.subscriptions.update(staying.id, { cancel_at: '' });
    engine.subscriptions.update(early.id, { cancel_at: end - 10 * DAY });
    engine.advance(end - engine.clock.now());
    expect([ending, staying, early].map((one) => now(one).status)).toEqual(['canceled', 'active', 'canceled']);
    expect([now(ending).ended_at, now(early).ended_at]).toEqual([end, end - 10 * DAY]);
  });

  it('announce the end of a trial three days ahead, then bill', () => {
    const subscription = subscribe({ trial_period_days: 14 });
    expect(subscription.status).toBe('trialing');
    engine.advance(11 * DAY);
    expect(typesSince(0)).toContain('customer.subscription.trial_will_end');
    engine.advance(3 * DAY + 3_600);
    expect(now(subscription).status).toBe('active');
    expect(latestInvoice(subscription)).toMatchObject({ status: 'paid', amount_paid: 1_000 });
  });

  it('pause, and resume with a new period', () => {
    const subscription = subscribe();
    expect(engine.subscriptions.pause(subscription.id).status_details?.paused.subscription.type).toBe(
      'pause_requested',
    );
    engine.advance(60 * DAY);
    expect(now(subscription)).toMatchObject({ status: 'paused', latest_invoice: subscription.latest_invoice });
    expect(engine.subscriptions.resume(subscription.id)).toMatchObject({ status: 'active', status_details: null });
    expect(latestInvoice(subscription)).toMatchObject({ status: 'paid', amount_paid: 1_000 });
  });

  it('end with their customer', () => {
    const subscription = subscribe();
    const mark = engine.events.length;
    engine.customers.delete(customer.id);
    expect(typesSince(mark)).toEqual(['customer.subscription.deleted', 'payment_method.detached', 'customer.deleted']);
    expect(now(subscription).status).toBe('canceled');
    expect(engine.state().customers).toEqual([expect.objectContaining({ id: customer.id, deleted: true })]);
  });
});
