import type { Customer } from '../objects/customer.js';
import type { Invoice } from '../objects/invoice.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import { Engine } from './engine.js';

describe('discounts', () => {
  let engine: Engine;
  let price: string;
  let pro: string;
  let customer: Customer;

  beforeEach(() => {
    engine = new Engine({ seed: 'discounts', startAt: Date.UTC(2027, 0, 15) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    price = engine.prices.create({ ...shared, unit_amount: 1_000 }).id;
    pro = engine.prices.create({ ...shared, unit_amount: 3_000 }).id;
    customer = engine.customers.create({ payment_method: 'pm_card_visa' });
    engine.advance(60);
  });

  const subscribe = (extra: object = {}) =>
    engine.subscriptions.create({ customer: customer.id, items: [{ price }], ...extra });
  const now = ({ id }: { id: string }) => engine.store.subscriptions.get(id);
  const latest = (subscription: Subscription): Invoice =>
    engine.store.invoices.get(now(subscription).latest_invoice ?? '');
  const renew = (subscription: Subscription) => {
    engine.advance(periodEnd(now(subscription)) - engine.clock.now() + 3_600);
    return latest(subscription);
  };
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);

  it('of a subscription are told before it, and count on coupon and code', () => {
    const coupon = engine.coupons.create({ id: 'TEN', percent_off: 10, duration: 'forever', max_redemptions: 1 });
    const code = engine.promotionCodes.create({ promotion: { type: 'coupon', coupon: 'TEN' }, code: 'ten' });
    const mark = engine.events.length;
    const subscription = subscribe({ discounts: [{ promotion_code: code.id }] });
    expect(typesSince(mark).slice(0, 4)).toEqual([
      'customer.discount.created',
      'coupon.updated',
      'promotion_code.updated',
      'customer.subscription.created',
    ]);
    const [id] = subscription.discounts;
    expect(engine.store.discounts.get(id ?? '')).toMatchObject({
      customer: customer.id,
      end: null,
      promotion_code: code.id,
      source: { type: 'coupon', coupon: coupon.id },
      subscription: subscription.id,
    });
    expect(engine.store.coupons.get('TEN')).toMatchObject({ times_redeemed: 1, valid: false });
    expect(engine.store.promotionCodes.get(code.id)).toMatchObject({ times_redeemed: 1, active: false });
    expect(engine.events[mark + 1]?.data.previous_attributes).toEqual({ times_redeemed: 0, valid: true });
    expect(() => subscribe({ discounts: [{ coupon: 'TEN' }] })).toThrow('Coupon expired: TEN');
    expect(() => subscribe({ discounts: [{ promotion_code: code.id }] })).toThrow('not active');
  });

  it('reduce invoices', () => {
    engine.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' });
    const invoice = latest(
      subscribe({ items: [{ price, quantity: 3 }, { price: pro }], discounts: [{ coupon: 'HALF' }] }),
    );
    const [discount] = invoice.discounts;
    expect(invoice).toMatchObject({
      subtotal: 6_000,
      total: 3_000,
      amount_paid: 3_000,
      total_discount_amounts: [{ amount: 3_000, discount }],
      total_pretax_credit_amounts: [{ amount: 3_000, discount, type: 'discount' }],
    });
    expect(invoice.lines.data.map(({ discount_amounts }) => discount_amounts)).toEqual([
      [{ amount: 1_500, discount }],
      [{ amount: 1_500, discount }],
    ]);
  });

  it('for one invoice end with it; nothing to pay is no invoice of theirs', () => {
    engine.coupons.create({ id: 'ONCE', amount_off: 400, currency: 'usd' });
    const subscription = subscribe({ trial_period_days: 7, discounts: [{ coupon: 'ONCE' }] });
    expect(now(subscription).discounts).toHaveLength(1);
    const mark = engine.events.length;
    expect(renew(subscription).total).toBe(600);
    expect(now(subscription).discounts).toEqual([]);
    expect(typesSince(mark)).toContain('customer.discount.deleted');
    expect(renew(subscription).total).toBe(1_000);
  });

  it('for some months end at the renewal after them', () => {
    engine.coupons.create({ id: 'TWO', percent_off: 25, duration: 'repeating', duration_in_months: 2 });
    const subscription = subscribe({ discounts: [{ coupon: 'TWO' }] });
    expect(latest(subscription).total).toBe(750);
    expect(renew(subscription).total).toBe(750);
    expect(renew(subscription).total).toBe(1_000);
    expect(now(subscription).discounts).toEqual([]);
  });

  it('replace one another, stay when they are named, and go', () => {
    for (const id of ['A', 'B']) engine.coupons.create({ id, percent_off: 10, duration: 'forever' });
    const subscription = subscribe({ discounts: [{ coupon: 'A' }] });
    const [kept = ''] = subscription.discounts;
    engine.advance(60);
    const both = engine.subscriptions.update(subscription.id, { discounts: [{ discount: kept }, { coupon: 'B' }] });
    expect(both.discounts[0]).toBe(kept);
    const mark = engine.events.length;
    engine.subscriptions.update(subscription.id, { discounts: [{ coupon: 'A' }] });
    expect(typesSince(mark)).toEqual([
      'customer.discount.created',
      'coupon.updated',
      'customer.discount.deleted',
      'customer.discount.deleted',
      'customer.subscription.updated',
    ]);
    expect(engine.events.at(-1)?.data.previous_attributes).toEqual({ discounts: both.discounts });
    expect(engine.subscriptions.update(subscription.id, { discounts: '' }).discounts).toEqual([]);
    expect(() => engine.subscriptions.deleteDiscount(subscription.id)).toThrow('No active discount');
    expect(() =>
      engine.subscriptions.update(subscription.id, { discounts: [{ coupon: 'A' }, { coupon: 'A' }] }),
    ).toThrow('once');
  });

  it('of a customer reduce subscriptions without their own, are exchanged and taken away', () => {
    engine.coupons.create({ id: 'A', percent_off: 10, duration: 'forever' });
    engine.coupons.create({ id: 'B', percent_off: 20, duration: 'forever' });
    engine.customers.update(customer.id, { coupon: 'A' });
    const mark = engine.events.length;
    const { discount } = engine.customers.update(customer.id, { coupon: 'B' });
    expect(typesSince(mark)).toEqual(['customer.discount.updated', 'coupon.updated', 'customer.updated']);
    expect(engine.events[mark]?.data.previous_attributes).toEqual({ source: { coupon: 'A' } });
    expect(latest(subscribe())).toMatchObject({ total: 800, discounts: [discount?.id] });
    expect(latest(subscribe({ discounts: [{ coupon: 'A' }] })).total).toBe(900);
    engine.advance(60);
    engine.customers.deleteDiscount(customer.id);
    expect(engine.events.slice(-2).map(({ type }) => type)).toEqual(['customer.discount.deleted', 'customer.updated']);
    expect(engine.store.customers.get(customer.id).discount).toBeNull();
    expect(engine.state().discounts).toContainEqual(expect.objectContaining({ id: discount?.id, deleted: true }));
  });

  it('are part of prorations: what was never paid is never given back', () => {
    engine.coupons.create({ id: 'GIFT', percent_off: 100 });
    const subscription = subscribe({ discounts: [{ coupon: 'GIFT' }] });
    expect(latest(subscription).total).toBe(0);
    engine.advance(Math.floor((periodEnd(subscription) - engine.clock.now()) / 2));
    const item = subscription.items.data[0]?.id ?? '';
    engine.subscriptions.update(subscription.id, {
      items: [{ id: item, price: pro }],
      proration_behavior: 'always_invoice',
    });
    expect(latest(subscription).lines.data.map(({ amount }) => Math.abs(amount))).toEqual([0, 1_500]);
  });
});
