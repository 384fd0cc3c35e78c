import { meansOfCharge } from '../../stripe/shapes/card.js';
import { amountCaptured, chargeStatus, isDisputed } from '../../stripe/shapes/charge-state.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { flag, hash, id, integer, text } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { paidInvoice } from '../../stripe/shapes/paid-invoice.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { ChargeColumns } from './charge.entity.js';

export function toCharge(charge: StripeObject): ChargeColumns {
  const outcome = hash(charge, 'outcome') ?? {};
  const { type: paymentMethodType, ...means } = meansOfCharge(charge);
  return {
    customerId: id(charge, 'customer'),
    paymentIntentId: id(charge, 'payment_intent'),
    invoiceId: paidInvoice(charge),
    paymentMethodId: id(charge, 'payment_method') ?? id(charge, 'source') ?? id(charge, 'card'),
    balanceTransactionId: id(charge, 'balance_transaction'),
    failureBalanceTransactionId: id(charge, 'failure_balance_transaction'),
    status: chargeStatus(charge),
    captured: flag(charge, 'captured'),
    refunded: flag(charge, 'refunded'),
    disputed: isDisputed(charge),
    currency: currencyOf(charge),
    amount: integer(charge, 'amount'),
    amountCaptured: amountCaptured(charge),
    amountRefunded: integer(charge, 'amount_refunded'),
    applicationFeeAmount: integer(charge, 'application_fee_amount'),
    failureCode: text(charge, 'failure_code'),
    failureMessage: text(charge, 'failure_message'),
    outcomeType: text(outcome, 'type'),
    outcomeReason: text(outcome, 'reason'),
    paymentMethodType,
    ...means,
    receiptUrl: text(charge, 'receipt_url'),
    description: text(charge, 'description'),
    metadata: metadataOf(charge),
    createdAt: createdAt(charge),
  };
}
