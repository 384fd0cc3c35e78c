import type { StripeObject } from '../stripe.types.js';
import { hash, id, text } from './fields.js';

/** Merchants may set the reference of a payment intent to whatever they like; an invoice's id it is when Stripe set it. */
const INVOICE_ID = /^in_[A-Za-z0-9]{8,250}$/;

/**
 * The invoice that a charge or a payment intent pays: `invoice`, gone with 2025-03-31.basil. Since autumn 2025 a payment
 * intent that Stripe made for an invoice names it in `payment_details.order_reference`; `invoice_payment.paid` tells too,
 * but only of what is paid.
 */
export function paidInvoice(payment: StripeObject): string | null {
  const reference = text(hash(payment, 'payment_details') ?? {}, 'order_reference');
  return id(payment, 'invoice') ?? (reference !== null && INVOICE_ID.test(reference) ? reference : null);
}
