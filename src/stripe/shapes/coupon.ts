import type { StripeObject } from '../stripe.types.js';
import { hash, id, percent } from './fields.js';

/**
 * The coupon of a discount or of a promotion code: `coupon`, since 2025-09-30.clover `source.coupon` of a discount and
 * `promotion.coupon` of a promotion code.
 */
export function couponOf(holder: StripeObject): string | null {
  const source = hash(holder, 'source') ?? hash(holder, 'promotion');
  return (source && id(source, 'coupon')) ?? id(holder, 'coupon');
}

/** The coupon of a discount. Where the discount names none, its promotion code does, if it is expanded. */
export function couponOfDiscount(discount: StripeObject): string | null {
  const promotion = hash(discount, 'promotion_code');
  return couponOf(discount) ?? (promotion && couponOf(promotion));
}

/** Percent. In 2018 `percent_off` was a whole number, rounded, and `percent_off_precise` stood beside it. */
export function percentOff(coupon: StripeObject): number | null {
  return percent(coupon, 'percent_off_precise') ?? percent(coupon, 'percent_off');
}
