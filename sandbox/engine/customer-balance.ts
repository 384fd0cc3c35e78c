import type { Customer } from '../objects/customer.js';
import {
  type BalanceChange,
  type CustomerBalanceTransaction,
  newCustomerBalanceTransaction,
} from '../objects/customer-balance-transaction.js';
import type { EngineContext } from './context.js';

interface Reason {
  readonly type: BalanceChange;
  readonly credit_note?: string;
  readonly invoice?: string;
}

/**
 * The entry of a change; no event tells of it, the customer's own does.
 *
 * @param amount minor units; negative is credit in the customer's favour
 */
export function noteBalanceChange(
  { clock, ids, record, store }: EngineContext,
  customer: Customer,
  amount: number,
  { credit_note, invoice, type }: Reason,
): CustomerBalanceTransaction {
  const entry = newCustomerBalanceTransaction({
    id: ids.timed('cbtxn'),
    amount,
    created: clock.now(),
    credit_note: credit_note ?? null,
    currency: customer.currency ?? 'usd',
    customer: customer.id,
    description: null,
    ending_balance: customer.balance + amount,
    invoice: invoice ?? null,
    metadata: {},
    type,
  });
  return record.create(store.customerBalanceTransactions, entry);
}

/** The entry, and `customer.updated`. */
export function changeBalance(
  ctx: EngineContext,
  customer: Customer,
  amount: number,
  reason: Reason,
): CustomerBalanceTransaction {
  const entry = noteBalanceChange(ctx, customer, amount, reason);
  ctx.record.update(ctx.store.customers, customer, { balance: entry.ending_balance }, 'customer.updated');
  return entry;
}
