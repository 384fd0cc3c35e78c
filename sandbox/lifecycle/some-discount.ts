import type { DiscountParam } from '../engine/redemption.js';
import type { Coupon } from '../objects/coupon.js';
import type { PromotionCode } from '../objects/promotion-code.js';
import type { Life } from './life.js';

export function usableCoupons({ engine }: Life): Coupon[] {
  return engine.store.coupons.values().filter(({ valid }) => valid);
}

export function usableCodes({ engine }: Life): PromotionCode[] {
  return engine.store.promotionCodes.values().filter(({ active }) => active);
}

/** A coupon or a code that can be redeemed now, but none of those that are there already. */
export function someDiscount(life: Life, ...taken: (string | undefined)[]): DiscountParam | undefined {
  const code = life.pick(usableCodes(life).filter(({ promotion }) => !taken.includes(promotion.coupon)));
  if (code && life.random.chance(0.5)) return { promotion_code: code.id };
  const coupon = life.pick(usableCoupons(life).filter(({ id }) => !taken.includes(id)));
  return coupon && { coupon: coupon.id };
}
