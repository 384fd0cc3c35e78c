import type { StripeObject } from '../stripe.types.js';
import { flag, integer, word } from './fields.js';

/** An invoice's status; before 2018-11 it follows from `paid`, `forgiven`, `attempted` and `closed`. */
export function invoiceStatus(invoice: StripeObject): string {
  const status = word(invoice, 'status');
  if (status !== null) return status;
  if (flag(invoice, 'paid') === true) return 'paid';
  if (flag(invoice, 'forgiven') === true) return 'uncollectible';
  return flag(invoice, 'attempted') === true || flag(invoice, 'closed') === true ? 'open' : 'draft';
}

/** `paid` left the invoice with 2025-03-31.basil; the status says the same. */
export const isPaid = (invoice: StripeObject): boolean => invoiceStatus(invoice) === 'paid';

/** Minor units. */
export interface InvoiceAmounts {
  readonly amountDue: number | null;
  readonly amountPaid: number | null;
  readonly amountRemaining: number | null;
  /** More than was due; 0 before 2025-03-31.basil, which allowed it. */
  readonly amountOverpaid: number;
}

/** Before 2018 an invoice was paid in full or not at all, and said only what was due. */
export function invoiceAmounts(invoice: StripeObject): InvoiceAmounts {
  const amountDue = integer(invoice, 'amount_due');
  const amountPaid = integer(invoice, 'amount_paid') ?? (amountDue === null || isPaid(invoice) ? amountDue : 0);
  const rest = amountDue === null || amountPaid === null ? null : amountDue - amountPaid;
  return {
    amountDue,
    amountPaid,
    amountRemaining: integer(invoice, 'amount_remaining') ?? rest,
    amountOverpaid: integer(invoice, 'amount_overpaid') ?? 0,
  };
}
