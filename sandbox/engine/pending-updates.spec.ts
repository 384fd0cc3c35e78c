import type { Invoice } from '../objects/invoice.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import { Engine } from './engine.js';

const DAY = 86_400;
const HOUR = 3_600;

describe('billing of changes', () => {
  let engine: Engine;
  let price: string;
  let pro: string;

  beforeEach(() => {
    engine = new Engine({ seed: 'pending updates', startAt: Date.UTC(2027, 0, 31) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    price = engine.prices.create({ ...shared, unit_amount: 1_000 }).id;
    pro = engine.prices.create({ ...shared, unit_amount: 3_000 }).id;
  });

  const now = ({ id }: { id: string }) => engine.store.subscriptions.get(id);
  const latest = (subscription: Subscription): Invoice =>
    engine.store.invoices.get(now(subscription).latest_invoice ?? '');
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);
  const customerWith = (token: string, extra: object = {}) =>
    engine.customers.create({ payment_method: token, ...extra }).id;
  const subscribe = (customer: string, extra: object = {}) =>
    engine.subscriptions.create({ customer, items: [{ price }], ...extra });

  describe('updates that wait for their payment', () => {
    const waiting = { payment_behavior: 'pending_if_incomplete', proration_behavior: 'always_invoice' } as const;
    const upgrade = (subscription: Subscription) =>
      engine.subscriptions.update(subscription.id, {
        items: [{ id: subscription.items.data[0]?.id ?? '', price: pro }],
        ...waiting,
      });
    const priceOf = (subscription: Subscription) => now(subscription).items.data[0]?.price.id;

    function refusedUpgrade(): Subscription {
      const customer = customerWith('pm_card_visa');
      const subscription = subscribe(customer);
      engine.advance(60);
      const method = engine.paymentMethods.attach('pm_card_chargeCustomerFail', customer).id;
      engine.customers.update(customer, { invoice_settings: { default_payment_method: method } });
      engine.advance(60);
      return upgrade(subscription);
    }

    it('happen at once when it succeeds', () => {
      const subscription = subscribe(customerWith('pm_card_visa'));
      engine.advance(DAY);
      expect(upgrade(subscription)).toMatchObject({ pending_update: null, latest_invoice: expect.any(String) });
      expect(priceOf(subscription)).toBe(pro);
    });

    it('are pending when it fails, and applied when the invoice is paid', () => {
      const subscription = refusedUpgrade();
      expect(subscription).toMatchObject({
        status: 'active',
        pending_update: {
          expires_at: engine.clock.now() + 23 * HOUR,
          subscription_items: [{ price: { id: pro } }],
        },
      });
      expect(priceOf(subscription)).toBe(price);
      engine.advance(HOUR);
      engine.invoices.pay(latest(subscription).id, { payment_method: 'pm_card_visa' });
      expect(typesSince(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.pending_update_applied']);
      expect(now(subscription)).toMatchObject({ pending_update: null, status: 'active' });
      expect(priceOf(subscription)).toBe(pro);
    });

    it('expire after 23 hours with their invoice', () => {
      const subscription = refusedUpgrade();
      engine.advance(23 * HOUR);
      expect(typesSince(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.pending_update_expired']);
      expect([now(subscription).pending_update, latest(subscription).status]).toEqual([null, 'void']);
      expect(priceOf(subscription)).toBe(price);
    });

    it('give way to the next change, and end with the period', () => {
      const changed = refusedUpgrade();
      const { id, latest_invoice } = changed;
      engine.advance(60);
      engine.subscriptions.update(id, { items: [{ id: changed.items.data[0]?.id ?? '', quantity: 2 }] });
      expect(now(changed)).toMatchObject({
        pending_update: null,
        items: { data: [{ quantity: 2, price: { id: price } }] },
      });
      expect(engine.store.invoices.get(latest_invoice ?? '').status).toBe('void');
      const late = subscribe(customerWith('pm_card_visa'));
      engine.advance(periodEnd(late) - engine.clock.now() - HOUR);
      const method = engine.paymentMethods.attach('pm_card_chargeCustomerFail', late.customer).id;
      engine.subscriptions.update(late.id, { default_payment_method: method });
      expect(upgrade(now(late)).pending_update?.expires_at).toBe(periodEnd(late));
      engine.advance(HOUR);
      expect(now(late).pending_update).toBeNull();
      expect(priceOf(late)).toBe(price);
    });

    it('are refused where nobody could tell at once whether they are paid', () => {
      const debit = subscribe(customerWith('pm_usBankAccount_success'));
      engine.advance(4 * DAY);
      expect(() => upgrade(now(debit))).toThrow('a card');
      expect(() => engine.subscriptions.update(debit.id, { ...waiting, metadata: { a: '1' } })).toThrow('metadata');
    });
  });
});
