import { type BankAccount, newBankAccount } from '../objects/bank-account.js';
import type { EngineContext } from './context.js';

interface BankAccountParams {
  /** Stripe's test number of an account that takes every payout, if not given. */
  readonly account_number?: string;
  readonly account_holder_name?: string;
  readonly currency?: string;
}

const GOOD_NUMBER = '000123456789';

/** @param type the event that tells of it, if there is one */
export function createBankAccount(
  { ids, record, store }: Pick<EngineContext, 'ids' | 'record' | 'store'>,
  account: string,
  params: BankAccountParams = {},
  type?: string,
): BankAccount {
  const number = params.account_number ?? GOOD_NUMBER;
  const id = ids.timed('ba');
  store.bankNumbers.set(id, number);
  const bank = newBankAccount({
    id,
    account,
    account_holder_name: params.account_holder_name ?? null,
    account_holder_type: null,
    currency: params.currency ?? 'usd',
    fingerprint: `sandbox${number.slice(-8)}`,
    last4: number.slice(-4),
    metadata: {},
  });
  return record.create(store.bankAccounts, bank, type);
}
