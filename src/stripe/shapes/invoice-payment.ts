import type { StripeObject } from '../stripe.types.js';
import { flag, hash, id, word } from './fields.js';
import { list } from './list.js';

/** What an invoice was paid with, or is to be. */
export interface InvoicePaymentRef {
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
}

/**
 * `payment_intent` and `charge` of an invoice. Since 2025-03-31.basil they are in `payments`, which Stripe sends only
 * when asked, and of which several are possible: the default one counts, else the first that was paid. Null where the
 * snapshot does not tell: `invoice_payment.paid` does.
 */
export function paymentOfInvoice(invoice: StripeObject): InvoicePaymentRef {
  const payments = list(invoice, 'payments');
  const payment =
    payments.find((candidate) => flag(candidate, 'is_default') === true) ??
    payments.find((candidate) => word(candidate, 'status') === 'paid');
  const known = payment ? paymentOf(payment) : null;
  return {
    paymentIntentId: id(invoice, 'payment_intent') ?? known?.paymentIntentId ?? null,
    chargeId: id(invoice, 'charge') ?? known?.chargeId ?? null,
  };
}

/** What an `invoice_payment` stands for; a charge is named only when it has no payment intent. */
export function paymentOf(invoicePayment: StripeObject): InvoicePaymentRef {
  const payment = hash(invoicePayment, 'payment') ?? {};
  const paymentIntentId = id(payment, 'payment_intent');
  const intent = hash(payment, 'payment_intent');
  return {
    paymentIntentId,
    chargeId: id(payment, 'charge') ?? (intent && id(intent, 'latest_charge')),
  };
}
