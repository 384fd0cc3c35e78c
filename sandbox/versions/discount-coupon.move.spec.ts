import { discountCoupon } from './discount-coupon.move.js';

it('discount-coupon: the coupon was a field of the discount', () => {
  const discount = { id: 'di_1', object: 'discount', source: { type: 'coupon', coupon: 'FREE' } };
  expect(discountCoupon.downgrade(discount, {})).toEqual({ id: 'di_1', object: 'discount', coupon: 'FREE' });
});
