import type { Invoice } from '../objects/invoice.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import { Engine } from './engine.js';

const DAY = 86_400;
const HOUR = 3_600;

describe('billing', () => {
  let engine: Engine;
  let price: string;

  beforeEach(() => {
    engine = new Engine({ seed: 'billing', startAt: Date.UTC(2027, 0, 31) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    price = engine.prices.create({ ...shared, unit_amount: 1_000 }).id;
  });

  const now = ({ id }: { id: string }) => engine.store.subscriptions.get(id);
  const latest = (subscription: Subscription): Invoice =>
    engine.store.invoices.get(now(subscription).latest_invoice ?? '');
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);
  const customerWith = (token: string, extra: object = {}) =>
    engine.customers.create({ payment_method: token, ...extra }).id;
  const subscribe = (customer: string, extra: object = {}) =>
    engine.subscriptions.create({ customer, items: [{ price }], ...extra });

  describe('plans', () => {
    it('are told beside their prices, in the same second', () => {
      expect(typesSince(0)).toEqual(['product.created', 'plan.created', 'price.created']);
      engine.advance(60);
      const mark = engine.events.length;
      engine.prices.update(price, { nickname: 'Basic' });
      expect(engine.events.slice(mark).map(({ data, type }) => [type, data.previous_attributes])).toEqual([
        ['plan.updated', { nickname: null }],
        ['price.updated', { nickname: null }],
      ]);
      engine.prices.update(price, { lookup_key: 'basic' }); // a plan has none
      expect(engine.events.at(-2)?.type).toBe('price.updated');
      expect(engine.store.plans.get(price)).toMatchObject({
        id: price,
        object: 'plan',
        amount: 1_000,
        interval: 'month',
      });
      engine.prices.delete(price);
      expect(typesSince(-2)).toEqual(['plan.deleted', 'price.deleted']);
    });

    it('are for recurring prices only', () => {
      const product = engine.products.create({ name: 'Workshop' }).id;
      engine.prices.create({ currency: 'usd', product, unit_amount: 5 });
      expect(engine.events.at(-1)?.type).toBe('price.created');
      expect(engine.events.at(-2)?.type).toBe('product.created');
    });
  });

  describe('invoices that are sent', () => {
    const sent = { collection_method: 'send_invoice', days_until_due: 10 };

    it('leave the payment to the customer, and remind', () => {
      const customer = customerWith('pm_card_visa');
      const subscription = subscribe(customer, sent);
      expect(subscription.status).toBe('active');
      expect(latest(subscription)).toMatchObject({ status: 'draft', collection_method: 'send_invoice' });
      engine.advance(HOUR);
      const due = engine.clock.now() + 10 * DAY;
      expect(latest(subscription)).toMatchObject({ status: 'open', due_date: due, attempted: false });
      const mark = engine.events.length;
      engine.advance(9 * DAY);
      expect(typesSince(mark)).toEqual(['invoice.will_be_due']);
      engine.advance(DAY);
      expect([now(subscription).status, engine.store.customers.get(customer).delinquent]).toEqual(['past_due', true]);
      engine.advance(DAY);
      expect(engine.events.at(-1)?.type).toBe('invoice.overdue');
      engine.invoices.pay(latest(subscription).id);
      expect([now(subscription).status, engine.store.customers.get(customer).delinquent]).toEqual(['active', false]);
    });

    it('are silent once they are paid, and can be sent again until then', () => {
      const subscription = subscribe(customerWith('pm_card_visa'), sent);
      const { id } = engine.invoices.send(latest(subscription).id);
      expect(engine.events.at(-1)?.type).toBe('invoice.sent');
      engine.advance(60);
      engine.invoices.send(id);
      expect(typesSince(0).filter((type) => type === 'invoice.sent')).toHaveLength(2);
      engine.invoices.pay(id);
      engine.advance(15 * DAY);
      expect(typesSince(0)).not.toContain('invoice.overdue');
      expect(() => engine.invoices.send(id)).toThrow('cannot send an invoice that is paid');
      const charged = latest(subscribe(customerWith('pm_card_visa')));
      expect(() => engine.invoices.send(charged.id)).toThrow("'send_invoice'");
      expect(() => subscribe(customerWith('pm_card_visa'), { collection_method: 'send_invoice' })).toThrow(
        'days_until_due',
      );
    });
  });

  it('an invoice cannot be finalized where nobody knows the taxes, until the customer has an address', () => {
    const taxed = { automatic_tax: { enabled: true } };
    expect(() => subscribe(customerWith('pm_card_visa'), taxed)).toThrow('location');
    const customer = customerWith('pm_card_visa', { address: { country: 'US', postal_code: '94107' } });
    const subscription = subscribe(customer, taxed);
    expect(latest(subscription).automatic_tax).toMatchObject({ enabled: true, status: 'complete' });
    engine.customers.update(customer, { address: { country: 'XX' } });
    engine.advance(periodEnd(now(subscription)) - engine.clock.now() + HOUR);
    expect(typesSince(-2)).toEqual(['invoice.updated', 'invoice.finalization_failed']);
    const { id } = latest(subscription);
    expect(latest(subscription)).toMatchObject({
      status: 'draft',
      automatic_tax: { status: 'requires_location_inputs' },
      last_finalization_error: { code: 'customer_tax_location_invalid' },
    });
    expect(() => engine.invoices.finalize(id)).toThrow('location');
    expect(() => engine.invoices.pay(id)).toThrow('location');
    engine.customers.update(customer, { address: { country: 'FR' } });
    expect(engine.invoices.pay(id)).toMatchObject({ status: 'paid', last_finalization_error: null });
  });

  it('each change of a customer’s balance has its entry, and voiding gives back what an invoice used', () => {
    const customer = customerWith('pm_card_chargeCustomerFail', { balance: -300 });
    const invoice = latest(subscribe(customer));
    expect([invoice.amount_due, engine.store.customers.get(customer).balance]).toEqual([700, 0]);
    engine.advance(60);
    engine.invoices.void(invoice.id);
    engine.customers.update(customer, { balance: -50 });
    const entries = engine.store.customerBalanceTransactions.values();
    expect(entries.map(({ amount, ending_balance, type }) => [type, amount, ending_balance])).toEqual([
      ['initial', -300, -300],
      ['applied_to_invoice', 300, 0],
      ['unapplied_from_invoice', -300, -300],
      ['adjustment', 250, -50],
    ]);
    expect(engine.store.customers.get(customer).balance).toBe(-50);
  });
});
