import type { StripeObject } from '../stripe.types.js';
import { id } from './fields.js';

/** The invoice that a charge or a payment intent pays. Gone with 2025-03-31.basil: `invoice_payment.paid` tells since. */
export function paidInvoice(payment: StripeObject): string | null {
  return id(payment, 'invoice');
}
