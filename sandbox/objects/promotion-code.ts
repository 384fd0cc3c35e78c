import type { Metadata, StripeObject } from './stripe-object.js';

export interface Restrictions {
  readonly first_time_transaction: boolean;
  /** Minor units. */
  readonly minimum_amount: number | null;
  readonly minimum_amount_currency: string | null;
}

const FIXED = {
  object: 'promotion_code',
  customer_account: null,
  livemode: false,
} as const;

type Fixed = typeof FIXED;

/** What a customer types in to get a coupon. */
export interface PromotionCode extends StripeObject, Fixed {
  readonly object: 'promotion_code';
  readonly active: boolean;
  readonly code: string;
  readonly created: number;
  /** The only customer who may use it, or null. */
  readonly customer: string | null;
  readonly expires_at: number | null;
  readonly max_redemptions: number | null;
  readonly metadata: Metadata;
  /** Since 2025-09-30.clover; the coupon itself stood here before. */
  readonly promotion: { readonly coupon: string; readonly type: 'coupon' };
  readonly restrictions: Restrictions;
  readonly times_redeemed: number;
}

export function newPromotionCode(given: Omit<PromotionCode, keyof Fixed>): PromotionCode {
  return { ...FIXED, ...given };
}
