import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { hash, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { latestCharge } from '../../stripe/shapes/latest-charge.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { paidInvoice } from '../../stripe/shapes/paid-invoice.js';
import { paymentIntentStatus } from '../../stripe/shapes/payment-intent-status.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PaymentIntentColumns } from './payment-intent.entity.js';

export function toPaymentIntent(intent: StripeObject): PaymentIntentColumns {
  const failure = hash(intent, 'last_payment_error') ?? {};
  return {
    customerId: id(intent, 'customer'),
    invoiceId: paidInvoice(intent),
    chargeId: latestCharge(intent),
    paymentMethodId: id(intent, 'payment_method') ?? id(intent, 'source'),
    status: paymentIntentStatus(intent),
    currency: currencyOf(intent),
    amount: integer(intent, 'amount'),
    amountCapturable: integer(intent, 'amount_capturable'),
    amountReceived: integer(intent, 'amount_received'),
    applicationFeeAmount: integer(intent, 'application_fee_amount'),
    captureMethod: word(intent, 'capture_method'),
    setupFutureUsage: word(intent, 'setup_future_usage'),
    failureCode: text(failure, 'code'),
    declineCode: text(failure, 'decline_code'),
    failureMessage: text(failure, 'message'),
    cancellationReason: text(intent, 'cancellation_reason'),
    canceledAt: seconds(intent, 'canceled_at'),
    receiptEmail: text(intent, 'receipt_email'),
    description: text(intent, 'description'),
    metadata: metadataOf(intent),
    createdAt: createdAt(intent),
  };
}
