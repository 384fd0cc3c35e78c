import type { StripeObject } from './stripe-object.js';

export type ClosedReason = 'approved' | 'refunded' | 'refunded_as_fraud' | 'disputed' | 'canceled';

const FIXED = {
  object: 'review',
  billing_zip: null,
  ip_address: null,
  ip_address_location: { city: null, country: null, latitude: null, longitude: null, region: null },
  livemode: false,
  session: { browser: null, device: null, platform: null, version: null },
} as const;

type Fixed = typeof FIXED;

/** A payment that somebody shall look at. */
export interface Review extends StripeObject, Fixed {
  readonly object: 'review';
  readonly charge: string;
  readonly closed_reason: ClosedReason | null;
  readonly created: number;
  readonly open: boolean;
  readonly opened_reason: 'rule' | 'manual';
  readonly payment_intent: string;
  /** Why it is open, or why it was closed. */
  readonly reason: 'rule' | 'manual' | ClosedReason;
}

export function newReview(given: Omit<Review, keyof Fixed>): Review {
  return { ...FIXED, ...given };
}
