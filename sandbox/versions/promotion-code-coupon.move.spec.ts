import { Engine } from '../engine/engine.js';
import { linksOf } from '../engine/links.js';
import { hash } from '../previous-attributes.js';
import { promotionCodeCoupon } from './promotion-code-coupon.move.js';

it('promotion-code-coupon: the coupon was a field of the code, as a whole', () => {
  const engine = new Engine();
  const coupon = engine.coupons.create({ percent_off: 10 });
  const code = engine.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'TEN' });
  const older = promotionCodeCoupon.downgrade(hash(code), linksOf(code) ?? {});
  expect(older).toMatchObject({ id: code.id, code: 'TEN', coupon: { id: coupon.id, percent_off: 10 } });
  expect(older).not.toHaveProperty('promotion');
  expect(promotionCodeCoupon.downgrade({ promotion: { type: 'coupon', coupon: 'X' } }, {})).toEqual({ coupon: 'X' });
});
