import { collectionMethodOf } from '../../stripe/shapes/collection-method.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { discountsOf } from '../../stripe/shapes/discounts.js';
import { count, flag, hash, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { paymentOfInvoice } from '../../stripe/shapes/invoice-payment.js';
import { invoiceAmounts, invoiceStatus, isPaid } from '../../stripe/shapes/invoice-status.js';
import { invoiceSubscription } from '../../stripe/shapes/invoice-subscription.js';
import { isWhole } from '../../stripe/shapes/list.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { invoiceDiscount, invoiceTax } from '../../stripe/shapes/taxes.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { InvoiceColumns } from './invoice.entity.js';
import { toInvoiceLines } from './invoice-line.mapper.js';

export function toInvoice(invoice: StripeObject): InvoiceColumns {
  const reached = hash(invoice, 'status_transitions') ?? {};
  const finalizationError = hash(invoice, 'last_finalization_error') ?? {};
  return {
    customerId: id(invoice, 'customer'),
    subscriptionId: invoiceSubscription(invoice),
    ...paymentOfInvoice(invoice),
    status: invoiceStatus(invoice),
    paid: isPaid(invoice),
    number: text(invoice, 'number'),
    billingReason: text(invoice, 'billing_reason'),
    collectionMethod: collectionMethodOf(invoice),
    currency: currencyOf(invoice),
    subtotal: integer(invoice, 'subtotal'),
    total: integer(invoice, 'total'),
    tax: invoiceTax(invoice),
    amountDiscount: invoiceDiscount(invoice),
    ...invoiceAmounts(invoice),
    startingBalance: integer(invoice, 'starting_balance'),
    attemptCount: count(invoice, 'attempt_count'),
    attempted: flag(invoice, 'attempted'),
    nextPaymentAttempt: seconds(invoice, 'next_payment_attempt'),
    dueDate: seconds(invoice, 'due_date'),
    periodStart: seconds(invoice, 'period_start'),
    periodEnd: seconds(invoice, 'period_end'),
    // `finalized_at` stood on the invoice until 2019-03
    finalizedAt: seconds(reached, 'finalized_at') ?? seconds(invoice, 'finalized_at'),
    paidAt: seconds(reached, 'paid_at'),
    voidedAt: seconds(reached, 'voided_at'),
    markedUncollectibleAt: seconds(reached, 'marked_uncollectible_at'),
    finalizationErrorCode: word(finalizationError, 'code'),
    finalizationErrorMessage: text(finalizationError, 'message'),
    defaultPaymentMethodId: id(invoice, 'default_payment_method') ?? id(invoice, 'default_source'),
    hostedInvoiceUrl: text(invoice, 'hosted_invoice_url'),
    invoicePdf: text(invoice, 'invoice_pdf'),
    description: text(invoice, 'description'),
    linesComplete: isWhole(invoice, 'lines'),
    discounts: discountsOf(invoice),
    metadata: metadataOf(invoice),
    createdAt: createdAt(invoice),
    lines: toInvoiceLines(invoice),
  };
}
