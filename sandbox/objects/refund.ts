import type { Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'refund',
  customer_account: null,
  source_transfer_reversal: null,
} as const;

type Fixed = typeof FIXED;

export interface Refund extends StripeObject, Fixed {
  readonly object: 'refund';
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly destination_details: Readonly<Record<string, unknown>>;
  readonly failure_balance_transaction: string | null;
  readonly failure_reason: string | null;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly payment_method: string | null;
  readonly reason: string | null;
  readonly receipt_number: string | null;
  readonly status: 'pending' | 'succeeded' | 'failed';
  /** What it has taken back of a destination charge. */
  readonly transfer_reversal: string | null;
}

export function newRefund(given: Omit<Refund, keyof Fixed>): Refund {
  return { ...FIXED, ...given };
}
