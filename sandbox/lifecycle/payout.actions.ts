import { balances } from '../engine/balance.js';
import type { PayoutStatus } from '../objects/payout.js';
import type { Action, Life } from './life.js';

/** A payout of one of these statuses, in a second of its own: banks send no former values. */
function anyPayout(life: Life, ...statuses: PayoutStatus[]): string | undefined {
  const { payouts } = life.engine.store;
  const found = life.pick(payouts.values().filter(({ status }) => statuses.includes(status)));
  if (!found) return undefined;
  life.separate(found.id);
  return statuses.includes(payouts.get(found.id).status) ? found.id : undefined;
}

export const payoutActions: readonly Action[] = [
  {
    name: 'pay out by hand',
    weight: 3,
    run(life) {
      const available = balances(life.engine.store, 'available').get('usd') ?? 0;
      if (available < 1) return false;
      const amount = life.random.chance(0.3) ? available : 1 + life.random.int(available);
      const { id } = life.engine.payouts.create({ amount, currency: 'usd' });
      if (life.random.chance(0.25)) life.engine.payouts.cancel(id);
      return true;
    },
  },
  {
    name: 'pay out what there is',
    weight: 2,
    run(life) {
      return life.engine.payouts.sweep().length > 0;
    },
  },
  {
    name: 'end a payout',
    weight: 3,
    run(life) {
      const id = anyPayout(life, 'in_transit', 'paid');
      if (!id) return false;
      const { payouts, store } = life.engine;
      if (store.payouts.get(id).status === 'in_transit' && life.random.chance(0.5)) payouts.pay(id);
      else payouts.fail(id, life.random.pick(['account_closed', 'no_account']));
      return true;
    },
  },
  {
    name: 'cancel a payout',
    weight: 1,
    run(life) {
      const id = anyPayout(life, 'pending');
      if (id) life.engine.payouts.cancel(id);
      return id !== undefined;
    },
  },
  {
    name: 'label a payout',
    weight: 1,
    run(life) {
      const payout = life.pick(life.engine.store.payouts.values());
      if (payout) life.engine.payouts.update(payout.id, { metadata: { book: life.fresh('book') } });
      return payout !== undefined;
    },
  },
];
