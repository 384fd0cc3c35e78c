import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { id, integer, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { RefundColumns } from './refund.entity.js';

export function toRefund(refund: StripeObject): RefundColumns {
  return {
    chargeId: id(refund, 'charge'),
    paymentIntentId: id(refund, 'payment_intent'),
    balanceTransactionId: id(refund, 'balance_transaction'),
    failureBalanceTransactionId: id(refund, 'failure_balance_transaction'),
    // a refund had no status until 2016: it was done when it was made
    status: 'status' in refund ? word(refund, 'status') : 'succeeded',
    reason: text(refund, 'reason'),
    failureReason: text(refund, 'failure_reason'),
    pendingReason: text(refund, 'pending_reason'),
    currency: currencyOf(refund),
    amount: integer(refund, 'amount'),
    description: text(refund, 'description'),
    metadata: metadataOf(refund),
    createdAt: createdAt(refund),
  };
}
