import { CLOVER, hashAt, type VersionMove, without } from './move.js';

/** Before clover: `discount.coupon` instead of `discount.source.coupon`. */
export const discountCoupon: VersionMove = {
  since: CLOVER,
  object: 'discount',
  downgrade(fields) {
    return { ...without(fields, 'source'), coupon: hashAt(fields, 'source')['coupon'] ?? null };
  },
};
