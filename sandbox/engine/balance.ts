import type { BalanceTransaction, BalanceTransactionType, FeeDetail } from '../objects/balance-transaction.js';
import { APPLICATION } from './application.js';
import type { EngineContext } from './context.js';
import type { Store } from './store.js';

const TWO_DAYS = 2 * 86_400;

interface Movement {
  readonly type: BalanceTransactionType;
  readonly source: string;
  /** Minor units, negative when money leaves. */
  readonly amount: number;
  readonly currency: string;
  readonly description?: string;
  /** Minor units. */
  readonly fee?: number;
  readonly feeDescription?: string;
  /** What the platform keeps of it, beside Stripe's fee. Minor units. */
  readonly applicationFee?: number;
  readonly reporting_category?: string;
  /** Spendable at once; money that leaves always counts at once. */
  readonly atOnce?: boolean;
}

/** Stripe's usual price in the US: 2.9 % and 30 cents, kept when a charge is refunded. Minor units. */
export function processingFee(amount: number): number {
  return Math.round(amount * 0.029) + 30;
}

/** Books a movement. What comes in is pending for two days, and then becomes available without an event. */
export function bookBalance(ctx: EngineContext, movement: Movement): BalanceTransaction {
  const { clock, ids, record, schedule, store } = ctx;
  const { amount, currency, source, type } = movement;
  const details = feesOf(movement);
  const fee = details.reduce((sum, one) => sum + one.amount, 0);
  const atOnce = amount < 0 || movement.atOnce === true;
  const available_on = clock.now() + (atOnce ? 0 : TWO_DAYS);
  const id = ids.timed('txn');
  if (!atOnce) schedule.at(available_on, () => becomeAvailable(ctx, id));
  return record.create(store.balanceTransactions, {
    id,
    object: 'balance_transaction',
    amount,
    available_on,
    balance_type: 'payments',
    created: clock.now(),
    currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details: details,
    net: amount - fee,
    reporting_category: movement.reporting_category ?? type,
    source,
    status: atOnce ? 'available' : 'pending',
    type,
  });
}

function feesOf({ currency, fee = 0, applicationFee = 0, feeDescription }: Movement): FeeDetail[] {
  const details: FeeDetail[] = [
    {
      amount: applicationFee,
      application: APPLICATION.id,
      currency,
      description: `${APPLICATION.name} application fee`,
      type: 'application_fee',
    },
    {
      amount: fee,
      application: null,
      currency,
      description: feeDescription ?? 'Stripe processing fees',
      type: 'stripe_fee',
    },
  ];
  return details.filter(({ amount }) => amount !== 0);
}

function becomeAvailable({ record, store }: EngineContext, id: string): void {
  record.step(store.balanceTransactions, store.balanceTransactions.get(id), { status: 'available' });
}

/** What can be paid out, or will be: net amounts in minor units, by currency. */
export function balances({ balanceTransactions }: Store, status: BalanceTransaction['status']): Map<string, number> {
  const sums = new Map<string, number>();
  for (const one of balanceTransactions.values()) {
    if (one.status === status) sums.set(one.currency, (sums.get(one.currency) ?? 0) + one.net);
  }
  return sums;
}
