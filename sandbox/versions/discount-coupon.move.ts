import { CLOVER, hashAt, type VersionMove, without } from './move.js';

/** Before clover: `discount.coupon`, the coupon itself, instead of the id in `discount.source.coupon`. */
export const discountCoupon: VersionMove = {
  since: CLOVER,
  object: 'discount',
  downgrade(fields, links) {
    const coupon = hashAt(fields, 'source')['coupon'] ?? null;
    return { ...without(fields, 'source'), coupon: (typeof coupon === 'string' && links.coupons?.[coupon]) || coupon };
  },
};
