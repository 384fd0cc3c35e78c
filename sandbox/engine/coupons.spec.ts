import type { Customer } from '../objects/customer.js';
import { Engine } from './engine.js';

const DAY = 86_400;

describe('coupons and promotion codes', () => {
  let engine: Engine;
  let price: string;
  let customer: Customer;

  beforeEach(() => {
    engine = new Engine({ seed: 'coupons', startAt: Date.UTC(2027, 0, 15) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    price = engine.prices.create({ ...shared, unit_amount: 1_000 }).id;
    customer = engine.customers.create({ payment_method: 'pm_card_visa' });
    engine.advance(60);
  });

  const subscribe = (extra: object = {}) =>
    engine.subscriptions.create({ customer: customer.id, items: [{ price }], ...extra });
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);

  it('look at the customer, the history and the order', () => {
    engine.coupons.create({ id: 'A', percent_off: 10 });
    const other = engine.customers.create({});
    const promotion = { type: 'coupon', coupon: 'A' } as const;
    const code = (extra: object) => engine.promotionCodes.create({ promotion, ...extra }).id;
    const use = (promotion_code: string) => () => subscribe({ discounts: [{ promotion_code }] });
    expect(use(code({ customer: other.id }))).toThrow('another customer');
    const large = { minimum_amount: 1_001, minimum_amount_currency: 'usd' };
    expect(use(code({ restrictions: large }))).toThrow('does not reach');
    const first = code({ restrictions: { first_time_transaction: true } });
    expect(use(first)).not.toThrow();
    engine.advance(60);
    expect(use(first)).toThrow('prior transactions');
    expect(() => code({ code: 'no spaces' })).toThrow('letters');
    code({ code: 'Twin' });
    expect(() => code({ code: 'tWIN' })).toThrow('already exists');
  });

  it('cannot be redeemed when time or deletion has ended the coupon', () => {
    const soon = engine.clock.now() + DAY;
    engine.coupons.create({ id: 'SOON', percent_off: 10, redeem_by: soon });
    engine.coupons.create({ id: 'GONE', percent_off: 10 });
    const codes = ['SOON', 'GONE'].map((coupon) =>
      engine.promotionCodes.create({ promotion: { type: 'coupon', coupon } }),
    );
    const mark = engine.events.length;
    engine.advance(DAY);
    engine.coupons.delete('GONE');
    expect(typesSince(mark)).toEqual([
      'coupon.updated',
      'promotion_code.updated',
      'promotion_code.updated',
      'coupon.deleted',
    ]);
    expect(codes.map(({ id }) => engine.store.promotionCodes.get(id).active)).toEqual([false, false]);
    expect(() => engine.promotionCodes.update(codes[0]?.id ?? '', { active: true })).toThrow('cannot be activated');
    expect(() => engine.customers.update(customer.id, { coupon: 'SOON' })).toThrow('Coupon expired');
    expect(() => engine.customers.update(customer.id, { coupon: 'GONE' })).toThrow('No such coupon');
  });

  it.each([
    [{}, 'either amount_off or percent_off'],
    [{ percent_off: 10, amount_off: 5, currency: 'usd' }, 'either amount_off or percent_off'],
    [{ percent_off: 101 }, 'percent_off'],
    [{ percent_off: Number.NaN }, 'percent_off'],
    [{ amount_off: 5 }, 'currency'],
    [{ amount_off: 0, currency: 'usd' }, 'greater than or equal to 1'],
    [{ percent_off: 10, duration: 'repeating' }, 'duration_in_months'],
    [{ percent_off: 10, duration_in_months: 2 }, 'duration_in_months'],
    [{ percent_off: 10, max_redemptions: 0 }, 'greater than or equal to 1'],
    [{ percent_off: 10, redeem_by: 1 }, 'redeem_by'],
  ] as const)('a coupon of %j is refused', (params, message) => {
    expect(() => engine.coupons.create(params)).toThrow(message);
    expect(engine.store.coupons.values()).toEqual([]);
  });
});
