import type { StripeObject } from '../stripe.types.js';
import { field, integer } from './fields.js';
import { list } from './list.js';

/** Tax on an invoice, minor units: `total_taxes` since basil, `total_tax_amounts` before, one `tax` at first. None is 0. */
export function invoiceTax(invoice: StripeObject): number {
  return sumOf(invoice, 'total_taxes') ?? sumOf(invoice, 'total_tax_amounts') ?? integer(invoice, 'tax') ?? 0;
}

/** Tax that a credit note gives back, minor units: `total_taxes` since 2025-03-31.basil, `tax_amounts` before. None is 0. */
export function creditNoteTax(creditNote: StripeObject): number {
  return sumOf(creditNote, 'total_taxes') ?? sumOf(creditNote, 'tax_amounts') ?? 0;
}

/** Tax on a line of an invoice or a credit note: `taxes` since 2025-03-31.basil, `tax_amounts` before. None is 0. */
export function lineTax(line: StripeObject): number {
  return sumOf(line, 'taxes') ?? sumOf(line, 'tax_amounts') ?? 0;
}

/**
 * What was taken off an invoice, minor units. Before 2020 it is what is missing between subtotal, tax (which was always
 * added then) and total.
 */
export function invoiceDiscount(invoice: StripeObject): number {
  const sum = sumOf(invoice, 'total_discount_amounts');
  if (sum !== null || field(invoice, 'discount') === null) return sum ?? 0;
  const subtotal = integer(invoice, 'subtotal');
  const total = integer(invoice, 'total');
  return subtotal === null || total === null ? 0 : subtotal + invoiceTax(invoice) - total;
}

/** What was taken off a line, minor units. */
export function lineDiscount(line: StripeObject): number {
  return sumOf(line, 'discount_amounts') ?? 0;
}

/** Null for no such list and for an empty one: the older field may still have the figure. */
function sumOf(object: StripeObject, name: string): number | null {
  const amounts = list(object, name).map((entry) => integer(entry, 'amount') ?? 0);
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0);
}
