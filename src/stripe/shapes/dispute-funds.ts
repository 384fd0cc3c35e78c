import type { StripeObject } from '../stripe.types.js';
import { balanceTransactionsOf } from './balance-transactions.js';
import { currencyOf } from './currency.js';
import { integer } from './fields.js';

/** What a dispute has moved on the account's balance, fees included. */
export interface DisputeFunds {
  /** The movements, in Stripe's order. */
  readonly balanceTransactionIds: string[];
  /** Minor units, never negative: what was taken. */
  readonly netWithdrawn: number | null;
  /** Minor units, never negative: what was given back. */
  readonly netReinstated: number | null;
  /** Currency of both: the balance's, which need not be the dispute's. */
  readonly netCurrency: string | null;
}

/** Sums that cannot be told (a movement by its id only, or two currencies) are null; without movements they are 0. */
export function disputeFunds(dispute: StripeObject): DisputeFunds {
  const shown = balanceTransactionsOf(dispute);
  const balanceTransactionIds = shown.map(({ id }) => id);
  const movements = shown.map(({ object }) => object).filter((object) => object !== null);
  const nets = movements.map((movement) => integer(movement, 'net')).filter((net) => net !== null);
  const currencies = new Set(movements.map(currencyOf));
  if (movements.length < shown.length || currencies.size > 1) {
    return { balanceTransactionIds, netWithdrawn: null, netReinstated: null, netCurrency: null };
  }
  const [netCurrency = null] = currencies;
  return {
    balanceTransactionIds,
    netWithdrawn: sum(nets.filter((net) => net < 0).map((net) => -net)),
    netReinstated: sum(nets.filter((net) => net > 0)),
    netCurrency,
  };
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);
