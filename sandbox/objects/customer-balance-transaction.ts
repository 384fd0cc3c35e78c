import type { Metadata, StripeObject } from './stripe-object.js';

export type BalanceChange = 'adjustment' | 'applied_to_invoice' | 'credit_note' | 'initial' | 'unapplied_from_invoice';

const FIXED = {
  object: 'customer_balance_transaction',
  checkout_session: null,
  customer_account: null,
  livemode: false,
} as const;

type Fixed = typeof FIXED;

/** One change of a customer's balance, minor units; a negative amount is credit in the customer's favour. */
export interface CustomerBalanceTransaction extends StripeObject, Fixed {
  readonly object: 'customer_balance_transaction';
  readonly amount: number;
  readonly created: number;
  readonly credit_note: string | null;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  readonly ending_balance: number;
  readonly invoice: string | null;
  readonly metadata: Metadata;
  readonly type: BalanceChange;
}

export function newCustomerBalanceTransaction(
  given: Omit<CustomerBalanceTransaction, keyof Fixed>,
): CustomerBalanceTransaction {
  return { ...FIXED, ...given };
}
