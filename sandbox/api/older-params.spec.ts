import { refuseCustomerCoupon, withDiscounts, withDurations, withPromotion } from './older-params.js';

const [NEWEST, ACACIA, BASIL] = ['2026-10-28.endive', '2025-02-24.acacia', '2025-03-31.basil'];

describe('parameters of older versions', () => {
  it('a customer’s coupon: until basil', () => {
    expect(() => refuseCustomerCoupon({ coupon: 'TEN' }, NEWEST)).toThrow('unknown parameter: coupon');
    expect(() => refuseCustomerCoupon({ coupon: 'TEN' }, ACACIA)).not.toThrow();
  });

  it.each([
    [
      { coupon: 'TEN', customer: 'cus_1' },
      { customer: 'cus_1', discounts: [{ coupon: 'TEN' }] },
    ],
    [{ promotion_code: 'promo_1' }, { discounts: [{ promotion_code: 'promo_1' }] }],
    [{ coupon: '' }, { discounts: '' }],
    [{ customer: 'cus_1' }, { customer: 'cus_1' }],
  ])('a subscription’s coupon became discounts with basil: %j', (params, expected) => {
    expect(withDiscounts(params, ACACIA)).toEqual(expected);
  });

  it('a subscription’s coupon: refused since', () => {
    expect(() => withDiscounts({ coupon: 'TEN' }, NEWEST)).toThrow('unknown parameter: coupon');
  });

  it('a promotion code’s coupon became a promotion with clover', () => {
    const promotion = { type: 'coupon', coupon: 'TEN' };
    expect(withPromotion({ coupon: 'TEN', code: 'X' }, BASIL)).toEqual({ code: 'X', promotion });
    expect(withPromotion({ promotion, code: 'X' }, NEWEST)).toEqual({ code: 'X', promotion });
    expect(() => withPromotion({ coupon: 'TEN' }, NEWEST)).toThrow('unknown parameter: coupon');
    expect(() => withPromotion({}, NEWEST)).toThrow('promotion[coupon]');
  });

  it('iterations became a duration with clover', () => {
    const quarter = () => ({ interval: 'month', interval_count: 3 });
    const items = [{ price: 'price_1' }];
    expect(withDurations({ phases: [{ items, iterations: 2 }, { items }] }, BASIL, quarter)).toEqual({
      phases: [{ items, duration: { interval: 'month', interval_count: 6 } }, { items }],
    });
    expect(() => withDurations({ phases: [{ items, iterations: 2 }] }, NEWEST, quarter)).toThrow('iterations');
    expect(() => withDurations({ phases: [{ items: [], iterations: 2 }] }, BASIL, quarter)).toThrow('items');
    expect(withDurations({ customer: 'cus_1' }, BASIL, quarter)).toEqual({ customer: 'cus_1' });
  });
});
