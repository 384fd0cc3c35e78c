import type { StripeObject } from '../stripe.types.js';
import { id, integer, word } from './fields.js';
import { list } from './list.js';

/** Minor units. */
export interface CreditNoteAmounts {
  /** By which the invoice was due less. */
  readonly prePaymentAmount: number | null;
  /** Refunded, credited to the customer's balance, or given back outside of Stripe. */
  readonly postPaymentAmount: number | null;
}

/**
 * How a credit note is split over what was still to pay and what was paid. Before 2025-05-28.basil it was of one type
 * (`pre_payment`, `post_payment`), and that is its whole amount; since, `mixed` is a type too, and both amounts are told.
 */
export function creditNoteAmounts(creditNote: StripeObject): CreditNoteAmounts {
  const amount = integer(creditNote, 'amount');
  const type = word(creditNote, 'type');
  const wholeOf = (own: string, other: string) => (type === own ? amount : type === other ? 0 : null);
  return {
    prePaymentAmount: integer(creditNote, 'pre_payment_amount') ?? wholeOf('pre_payment', 'post_payment'),
    postPaymentAmount: integer(creditNote, 'post_payment_amount') ?? wholeOf('post_payment', 'pre_payment'),
  };
}

/** The refunds that belong to a credit note: `refunds` since 2025-03-31.basil, before at most one `refund`. */
export function creditNoteRefunds(creditNote: StripeObject): string[] {
  const refunds = list(creditNote, 'refunds').flatMap((entry) => id(entry, 'refund') ?? []);
  const one = id(creditNote, 'refund');
  return refunds.length === 0 && one !== null ? [one] : refunds;
}
