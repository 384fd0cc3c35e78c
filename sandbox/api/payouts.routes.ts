import { balances } from '../engine/balance.js';
import type { PayoutCreate } from '../engine/payouts.js';
import type { Store } from '../engine/store.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** The balance, its movements, and the payouts that empty it. */
export function payoutRoutes(routes: Routes): void {
  const { payouts, store } = routes.api.engine;

  routes.get('/v1/balance', () => balance(store));
  routes.list('/v1/balance_transactions', () => store.balanceTransactions.values(), {
    payout: ({ id, source }, wanted) => source === wanted || (store.paidOut.get(String(wanted))?.includes(id) ?? false),
  });
  routes.get('/v1/balance_transactions/:id', ({ id }) => store.balanceTransactions.get(id));

  routes.list('/v1/payouts', () => store.payouts.values());
  routes.post('/v1/payouts', ({ params }) => payouts.create(requireParams<PayoutCreate>(params, 'amount', 'currency')));
  routes.get('/v1/payouts/:id', ({ id }) => store.payouts.get(id, 'payout'));
  routes.post('/v1/payouts/:id', ({ id, params }) => payouts.update(id, params));
  routes.post('/v1/payouts/:id/cancel', ({ id }) => payouts.cancel(id));
}

/** A balance has no id: each account has one. Zero in dollars where nothing has moved yet. */
function balance(store: Store) {
  const amounts = (status: 'available' | 'pending') => {
    const sums = balances(store, status);
    if (sums.size === 0) sums.set('usd', 0);
    return [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  };
  return { object: 'balance', available: amounts('available'), livemode: false, pending: amounts('pending') };
}
