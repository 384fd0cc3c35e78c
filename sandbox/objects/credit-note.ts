import type { CreditNoteLine } from './credit-note-line.js';
import type { DiscountAmount, PretaxCredit } from './discount.js';
import type { Metadata, StripeList, StripeObject } from './stripe-object.js';

export interface CreditedRefund {
  readonly amount_refunded: number;
  readonly payment_record_refund: null;
  readonly refund: string;
  readonly type: 'refund';
}

const FIXED = {
  object: 'credit_note',
  amount_shipping: 0,
  customer_account: null,
  livemode: false,
  shipping_cost: null,
  total_taxes: [],
} as const;

type Fixed = typeof FIXED;

/** Takes back a part of a finalized invoice. All amounts in the currency's minor unit. */
export interface CreditNote extends StripeObject, Fixed {
  readonly object: 'credit_note';
  readonly amount: number;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_balance_transaction: string | null;
  readonly discount_amount: number;
  readonly discount_amounts: readonly DiscountAmount[];
  readonly effective_at: number;
  readonly invoice: string;
  readonly lines: StripeList<CreditNoteLine>;
  readonly memo: string | null;
  readonly metadata: Metadata;
  readonly number: string;
  readonly out_of_band_amount: number | null;
  readonly pdf: string;
  /** What a paid invoice gave back: refunded, credited to the balance, or returned outside of Stripe. */
  readonly post_payment_amount: number;
  /** By how much an open invoice's `amount_due` and `amount_remaining` shrank. */
  readonly pre_payment_amount: number;
  readonly pretax_credit_amounts: readonly PretaxCredit[];
  readonly reason: string | null;
  readonly refunds: readonly CreditedRefund[];
  readonly status: 'issued' | 'void';
  /** Before discounts. */
  readonly subtotal: number;
  readonly subtotal_excluding_tax: number;
  readonly total: number;
  readonly total_excluding_tax: number;
  readonly type: 'pre_payment' | 'post_payment';
  readonly voided_at: number | null;
}

export function newCreditNote(given: Omit<CreditNote, keyof Fixed>): CreditNote {
  return { ...FIXED, ...given };
}
