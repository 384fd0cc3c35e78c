import type { Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'bank_account',
  account_type: null,
  available_payout_methods: ['standard'],
  bank_name: 'STRIPE TEST BANK',
  country: 'US',
  customer: null,
  default_for_currency: true,
  future_requirements: null,
  requirements: null,
  routing_number: '110000000',
  status: 'new',
} as const;

type Fixed = typeof FIXED;

/** Where payouts go. */
export interface BankAccount extends StripeObject, Fixed {
  readonly object: 'bank_account';
  readonly account: string;
  readonly account_holder_name: string | null;
  readonly account_holder_type: 'company' | 'individual' | null;
  readonly currency: string;
  readonly fingerprint: string;
  readonly last4: string;
  readonly metadata: Metadata;
}

export function newBankAccount(given: Omit<BankAccount, keyof Fixed>): BankAccount {
  return { ...FIXED, ...given };
}
