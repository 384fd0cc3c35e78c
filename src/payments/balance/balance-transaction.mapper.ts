import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { exchangeRateOf } from '../../stripe/shapes/exchange-rate.js';
import { id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { list } from '../../stripe/shapes/list.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { BalanceTransactionColumns, FeeDetail } from './balance-transaction.entity.js';

export function toBalanceTransaction(movement: StripeObject): BalanceTransactionColumns {
  return {
    type: word(movement, 'type'),
    reportingCategory: word(movement, 'reporting_category'),
    sourceId: id(movement, 'source'),
    currency: currencyOf(movement),
    amount: integer(movement, 'amount'),
    fee: integer(movement, 'fee'),
    net: integer(movement, 'net'),
    exchangeRate: exchangeRateOf(movement),
    availableOn: seconds(movement, 'available_on'),
    description: text(movement, 'description'),
    feeDetails: list(movement, 'fee_details').map(toFeeDetail),
    createdAt: createdAt(movement),
  };
}

const toFeeDetail = (detail: StripeObject): FeeDetail => ({
  type: word(detail, 'type'),
  amount: integer(detail, 'amount'),
  currency: currencyOf(detail),
  description: text(detail, 'description'),
});
