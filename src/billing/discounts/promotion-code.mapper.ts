import { couponOf } from '../../stripe/shapes/coupon.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { flag, hash, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PromotionCodeColumns } from './promotion-code.entity.js';

export function toPromotionCode(promotionCode: StripeObject): PromotionCodeColumns {
  const restrictions = hash(promotionCode, 'restrictions') ?? {};
  return {
    active: flag(promotionCode, 'active'),
    code: text(promotionCode, 'code'),
    couponId: couponOf(promotionCode),
    customerId: id(promotionCode, 'customer'),
    maxRedemptions: integer(promotionCode, 'max_redemptions'),
    timesRedeemed: integer(promotionCode, 'times_redeemed'),
    firstTimeTransaction: flag(restrictions, 'first_time_transaction'),
    minimumAmount: integer(restrictions, 'minimum_amount'),
    minimumAmountCurrency: word(restrictions, 'minimum_amount_currency')?.toLowerCase() ?? null,
    expiresAt: seconds(promotionCode, 'expires_at'),
    metadata: metadataOf(promotionCode),
    createdAt: createdAt(promotionCode),
  };
}
