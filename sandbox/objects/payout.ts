import type { Metadata, StripeObject } from './stripe-object.js';

export type PayoutStatus = 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';

const FIXED = {
  object: 'payout',
  application_fee: null,
  application_fee_amount: null,
  livemode: false,
  original_payout: null,
  payout_method: null,
  reversed_by: null,
  source_type: 'card',
  type: 'bank_account',
} as const;

type Fixed = typeof FIXED;

/** Money on its way from the balance to the merchant's bank. */
export interface Payout extends StripeObject, Fixed {
  readonly object: 'payout';
  readonly amount: number;
  /** Seconds UTC, the beginning of a day. */
  readonly arrival_date: number;
  readonly automatic: boolean;
  readonly balance_transaction: string;
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly destination: string;
  readonly failure_balance_transaction: string | null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly metadata: Metadata;
  readonly method: 'standard' | 'instant';
  /** Which movements an automatic payout pays out can be listed once it is `completed`. */
  readonly reconciliation_status: 'completed' | 'in_progress' | 'not_applicable';
  readonly statement_descriptor: string | null;
  readonly status: PayoutStatus;
  readonly trace_id: { readonly status: 'pending' | 'supported' | 'unsupported'; readonly value: string | null };
}

export function newPayout(given: Omit<Payout, keyof Fixed>): Payout {
  return { ...FIXED, ...given };
}
