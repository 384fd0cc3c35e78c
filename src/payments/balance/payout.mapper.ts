import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { flag, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PayoutColumns } from './payout.entity.js';

export function toPayout(payout: StripeObject): PayoutColumns {
  return {
    status: word(payout, 'status'),
    currency: currencyOf(payout),
    amount: integer(payout, 'amount'),
    arrivalDate: seconds(payout, 'arrival_date'),
    automatic: flag(payout, 'automatic'),
    method: word(payout, 'method'),
    type: word(payout, 'type'),
    destinationId: id(payout, 'destination'),
    balanceTransactionId: id(payout, 'balance_transaction'),
    failureBalanceTransactionId: id(payout, 'failure_balance_transaction'),
    failureCode: text(payout, 'failure_code'),
    failureMessage: text(payout, 'failure_message'),
    originalPayoutId: id(payout, 'original_payout'),
    reversedById: id(payout, 'reversed_by'),
    reconciliationStatus: word(payout, 'reconciliation_status'),
    statementDescriptor: text(payout, 'statement_descriptor'),
    description: text(payout, 'description'),
    metadata: metadataOf(payout),
    createdAt: createdAt(payout),
  };
}
