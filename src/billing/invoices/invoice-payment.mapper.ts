import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { flag, hash, id, integer, seconds, word } from '../../stripe/shapes/fields.js';
import { paymentOf } from '../../stripe/shapes/invoice-payment.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { InvoicePaymentColumns } from './invoice-payment.entity.js';

export function toInvoicePayment(invoicePayment: StripeObject): InvoicePaymentColumns {
  const reached = hash(invoicePayment, 'status_transitions') ?? {};
  return {
    invoiceId: id(invoicePayment, 'invoice'),
    paymentType: word(hash(invoicePayment, 'payment') ?? {}, 'type'),
    ...paymentOf(invoicePayment),
    status: word(invoicePayment, 'status'),
    isDefault: flag(invoicePayment, 'is_default'),
    currency: currencyOf(invoicePayment),
    amountRequested: integer(invoicePayment, 'amount_requested'),
    amountPaid: integer(invoicePayment, 'amount_paid'),
    paidAt: seconds(reached, 'paid_at'),
    canceledAt: seconds(reached, 'canceled_at'),
    createdAt: createdAt(invoicePayment),
  };
}
