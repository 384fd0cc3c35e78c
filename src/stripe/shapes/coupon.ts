import type { StripeObject } from '../stripe.types.js';
import { hash, id } from './fields.js';

/**
 * The coupon of a discount or of a promotion code: `coupon`, since 2025-09-30.clover `source.coupon` of a discount and
 * `promotion.coupon` of a promotion code.
 */
export function couponOf(holder: StripeObject): string | null {
  const source = hash(holder, 'source') ?? hash(holder, 'promotion');
  return (source && id(source, 'coupon')) ?? id(holder, 'coupon');
}
