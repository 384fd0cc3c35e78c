import type { StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'discount',
  checkout_session: null,
  customer_account: null,
  invoice: null,
  invoice_item: null,
  subscription_item: null,
} as const;

type Fixed = typeof FIXED;

/** A coupon at work, on a customer or on one subscription. It cannot be read by its id: its owner shows it. */
export interface Discount extends StripeObject, Fixed {
  readonly object: 'discount';
  readonly customer: string;
  /** Seconds UTC; null for `once` and `forever`. */
  readonly end: number | null;
  readonly promotion_code: string | null;
  /** Since 2025-09-30.clover; the coupon itself stood here before. */
  readonly source: { readonly coupon: string; readonly type: 'coupon' };
  readonly start: number;
  /** Null: it applies to all that the customer is billed. */
  readonly subscription: string | null;
}

/** A part of an amount that a discount took off, minor units. */
export interface DiscountAmount {
  readonly amount: number;
  readonly discount: string;
}

/** The same, as it stands among an invoice's pretax credits. */
export interface PretaxCredit extends DiscountAmount {
  readonly type: 'discount';
}

export function newDiscount(given: Omit<Discount, keyof Fixed>): Discount {
  return { ...FIXED, ...given };
}

export function pretaxCredits(amounts: readonly DiscountAmount[]): PretaxCredit[] {
  return amounts.map(({ amount, discount }) => ({ amount, discount, type: 'discount' }));
}
