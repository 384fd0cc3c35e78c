import type { Metadata, StripeObject } from './stripe-object.js';

export type CouponDuration = 'once' | 'repeating' | 'forever';

const FIXED = {
  object: 'coupon',
  livemode: false,
} as const;

type Fixed = typeof FIXED;

/** Terms of a discount: a percentage or an amount, never both. */
export interface Coupon extends StripeObject, Fixed {
  readonly object: 'coupon';
  /** Minor units of `currency`. */
  readonly amount_off: number | null;
  readonly created: number;
  readonly currency: string | null;
  readonly duration: CouponDuration;
  /** Only for `repeating`. */
  readonly duration_in_months: number | null;
  readonly max_redemptions: number | null;
  readonly metadata: Metadata;
  readonly name: string | null;
  /** In (0, 100]. */
  readonly percent_off: number | null;
  /** Seconds UTC. */
  readonly redeem_by: number | null;
  readonly times_redeemed: number;
  readonly valid: boolean;
}

export function newCoupon(given: Omit<Coupon, keyof Fixed>): Coupon {
  return { ...FIXED, ...given };
}
