import { CLOVER, hashAt, type VersionMove, without } from './move.js';

/** Before clover: `promotion_code.coupon`, the coupon itself, instead of the id in `promotion_code.promotion.coupon`. */
export const promotionCodeCoupon: VersionMove = {
  since: CLOVER,
  object: 'promotion_code',
  downgrade(fields, links) {
    const coupon = hashAt(fields, 'promotion')['coupon'] ?? null;
    return {
      ...without(fields, 'promotion'),
      coupon: (typeof coupon === 'string' && links.coupons?.[coupon]) || coupon,
    };
  },
};
