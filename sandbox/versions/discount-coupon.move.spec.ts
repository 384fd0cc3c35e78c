import { newCoupon } from '../objects/coupon.js';
import { discountCoupon } from './discount-coupon.move.js';

const coupon = newCoupon({
  id: 'FREE',
  amount_off: null,
  created: 1,
  currency: null,
  duration: 'forever',
  duration_in_months: null,
  max_redemptions: null,
  metadata: {},
  name: null,
  percent_off: 100,
  redeem_by: null,
  times_redeemed: 1,
  valid: true,
});

it('discount-coupon: the coupon was a field of the discount, as a whole', () => {
  const discount = { id: 'di_1', object: 'discount', source: { type: 'coupon', coupon: 'FREE' } };
  expect(discountCoupon.downgrade(discount, { coupons: { FREE: coupon } })).toEqual({
    id: 'di_1',
    object: 'discount',
    coupon,
  });
  // nobody knows the coupon any more
  expect(discountCoupon.downgrade(discount, {})).toEqual({ id: 'di_1', object: 'discount', coupon: 'FREE' });
});
