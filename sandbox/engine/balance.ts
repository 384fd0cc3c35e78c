import type { BalanceTransaction, FeeDetail } from '../objects/balance-transaction.js';
import type { EngineContext } from './context.js';

const TWO_DAYS = 2 * 86_400;

/** Stripe's usual price in the US: 2.9 % and 30 cents, kept when a charge is refunded. Minor units. */
function feeOf(type: BalanceTransaction['type'], amount: number): number {
  return type === 'charge' ? Math.round(amount * 0.029) + 30 : 0;
}

/** @param amount minor units, negative when money leaves */
export function bookBalance(
  { clock, ids, record, store }: EngineContext,
  type: BalanceTransaction['type'],
  source: string,
  amount: number,
  currency: string,
): BalanceTransaction {
  const fee = feeOf(type, amount);
  const details: FeeDetail = {
    amount: fee,
    application: null,
    currency,
    description: 'Stripe processing fees',
    type: 'stripe_fee',
  };
  return record.create(store.balanceTransactions, {
    id: ids.timed('txn'),
    object: 'balance_transaction',
    amount,
    available_on: clock.now() + TWO_DAYS,
    balance_type: 'payments',
    created: clock.now(),
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [details],
    net: amount - fee,
    reporting_category: type,
    source,
    status: 'pending',
    type,
  });
}
