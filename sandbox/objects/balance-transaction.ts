import type { StripeObject } from './stripe-object.js';

export interface FeeDetail {
  readonly amount: number;
  readonly application: string | null;
  readonly currency: string;
  readonly description: string;
  readonly type: 'application_fee' | 'stripe_fee';
}

export type BalanceTransactionType =
  | 'charge'
  | 'refund'
  | 'refund_failure'
  | 'adjustment'
  | 'payout'
  | 'payout_cancel'
  | 'payout_failure'
  | 'application_fee'
  | 'application_fee_refund'
  | 'payment'
  | 'payment_refund'
  | 'transfer'
  | 'transfer_refund';

/** One movement of the account's balance; `net = amount - fee`, minor units, negative when money leaves. */
export interface BalanceTransaction extends StripeObject {
  readonly object: 'balance_transaction';
  readonly amount: number;
  readonly available_on: number;
  readonly balance_type: 'payments';
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly exchange_rate: null;
  readonly fee: number;
  readonly fee_details: readonly FeeDetail[];
  readonly net: number;
  /** The type, but what a dispute takes and gives back are both adjustments. */
  readonly reporting_category: string;
  readonly source: string;
  readonly status: 'pending' | 'available';
  readonly type: BalanceTransactionType;
}
