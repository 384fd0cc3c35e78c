import type { Coupon } from '../objects/coupon.js';
import type { PromotionCode } from '../objects/promotion-code.js';
import type { EngineContext } from './context.js';

/** The coupon can no longer be redeemed, and so neither can its promotion codes. */
export function invalidateCoupon({ record, store }: EngineContext, id: string): void {
  const coupon = store.coupons.find(id);
  if (!coupon?.valid) return;
  record.update(store.coupons, coupon, { valid: false }, 'coupon.updated');
  deactivateCodes({ record, store }, id);
}

export function deactivateCode({ record, store }: Recording, id: string): void {
  const code = store.promotionCodes.get(id);
  record.update(store.promotionCodes, code, { active: false }, 'promotion_code.updated');
}

/** Counts a redemption: `coupon.updated`, and `promotion_code.updated` if it came by a code. The last one allowed ends both. */
export function countRedemption(ctx: EngineContext, coupon: Coupon, code: PromotionCode | null): void {
  const { record, store } = ctx;
  const times_redeemed = coupon.times_redeemed + 1;
  const valid = times_redeemed !== coupon.max_redemptions;
  record.update(store.coupons, coupon, { times_redeemed, valid }, 'coupon.updated');
  if (code) {
    const times = code.times_redeemed + 1;
    const patch = { active: valid && times !== code.max_redemptions, times_redeemed: times };
    record.update(store.promotionCodes, code, patch, 'promotion_code.updated');
  }
  if (!valid) deactivateCodes(ctx, coupon.id);
}

type Recording = Pick<EngineContext, 'record' | 'store'>;

export function deactivateCodes(ctx: Recording, coupon: string): void {
  for (const code of ctx.store.promotionCodes.values()) {
    if (code.promotion.coupon === coupon) deactivateCode(ctx, code.id);
  }
}
