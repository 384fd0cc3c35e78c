import type { Payout } from '../objects/payout.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';

/** Stripe's test account numbers whose bank sends the money back. */
const FAILURES: Readonly<Record<string, string>> = {
  '000111111116': 'no_account',
  '000111111113': 'account_closed',
  '000222222227': 'insufficient_funds',
  '000333333335': 'debit_not_authorized',
  '000444444440': 'invalid_currency',
};
const MESSAGES: Readonly<Record<string, string>> = {
  no_account: 'The bank account could not be located.',
  account_closed: 'The bank account has been closed.',
  could_not_process: 'The bank could not process this payout.',
};

const DAY = 86_400;
const HOUR = 3_600;

/** pending, the next day in transit, at its arrival date paid (or failed, as the bank account's number has it). */
export function planPayout(ctx: EngineContext, { id, arrival_date, created, destination }: Payout): void {
  const { record, schedule, store } = ctx;
  schedule.at(Math.min(created + DAY, arrival_date - 1), () => {
    const payout = store.payouts.get(id);
    if (payout.status !== 'pending') return;
    record.update(store.payouts, payout, { status: 'in_transit' }, 'payout.updated');
  });
  schedule.at(arrival_date, () => {
    if (store.payouts.get(id).status !== 'in_transit') return;
    const failure = FAILURES[store.bankNumbers.get(destination) ?? ''];
    if (failure) failPayout(ctx, store.payouts.get(id), failure);
    else payPayout(ctx, store.payouts.get(id));
  });
}

export function payPayout(ctx: EngineContext, payout: Payout): Payout {
  const { ids, record, schedule, store } = ctx;
  const trace_id = { status: 'supported', value: ids.secret(16).toUpperCase() } as const;
  const paid = record.step(store.payouts, payout, { status: 'paid', trace_id }, 'payout.paid');
  if (payout.automatic) schedule.after(HOUR, () => reconcile(ctx, payout.id));
  return paid;
}

/** Also of a payout that was paid: banks send money back for days. The amount returns to the balance. */
export function failPayout(ctx: EngineContext, payout: Payout, code = 'could_not_process'): Payout {
  const { record, store } = ctx;
  const patch: Partial<Payout> = {
    failure_balance_transaction: giveBack(ctx, payout, 'payout_failure'),
    failure_code: code,
    failure_message: MESSAGES[code] ?? 'The bank returned this payout.',
    status: 'failed',
    trace_id: { ...payout.trace_id, status: payout.trace_id.value ? 'supported' : 'unsupported' },
  };
  return record.step(store.payouts, payout, patch, 'payout.failed');
}

export function cancelPayout(ctx: EngineContext, payout: Payout): Payout {
  const { record, store } = ctx;
  const patch: Partial<Payout> = {
    failure_balance_transaction: giveBack(ctx, payout, 'payout_cancel'),
    status: 'canceled',
    trace_id: { status: 'unsupported', value: null },
  };
  return record.step(store.payouts, payout, patch, 'payout.canceled');
}

function reconcile({ record, store }: EngineContext, id: string): void {
  const payout = store.payouts.get(id);
  record.step(store.payouts, payout, { reconciliation_status: 'completed' }, 'payout.reconciliation_completed');
}

function giveBack(ctx: EngineContext, payout: Payout, type: 'payout_failure' | 'payout_cancel'): string {
  const { amount, currency, id } = payout;
  return bookBalance(ctx, { type, source: id, amount, currency, atOnce: true }).id;
}
