import type { StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'tax_id',
  customer_account: null,
  livemode: false,
} as const;

type Fixed = typeof FIXED;

export interface Verification {
  readonly status: 'pending' | 'unavailable' | 'unverified' | 'verified';
  readonly verified_address: string | null;
  readonly verified_name: string | null;
}

export interface TaxId extends StripeObject, Fixed {
  readonly object: 'tax_id';
  /** Two letters; null where the type does not tell. */
  readonly country: string | null;
  readonly created: number;
  readonly customer: string;
  readonly owner: { readonly customer: string; readonly customer_account: null; readonly type: 'customer' };
  readonly type: string;
  readonly value: string;
  readonly verification: Verification;
}

export function newTaxId(given: Omit<TaxId, keyof Fixed>): TaxId {
  return { ...FIXED, ...given };
}
