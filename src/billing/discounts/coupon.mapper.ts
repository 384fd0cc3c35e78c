import { percentOff } from '../../stripe/shapes/coupon.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { count, flag, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { CouponColumns } from './coupon.entity.js';

export function toCoupon(coupon: StripeObject): CouponColumns {
  return {
    name: text(coupon, 'name'),
    percentOff: percentOff(coupon),
    amountOff: integer(coupon, 'amount_off'),
    currency: currencyOf(coupon),
    duration: word(coupon, 'duration'),
    durationInMonths: count(coupon, 'duration_in_months'),
    maxRedemptions: integer(coupon, 'max_redemptions'),
    timesRedeemed: integer(coupon, 'times_redeemed'),
    redeemBy: seconds(coupon, 'redeem_by'),
    valid: flag(coupon, 'valid'),
    metadata: metadataOf(coupon),
    createdAt: createdAt(coupon),
  };
}
