import type { Subscription, SubscriptionStatus } from '../objects/subscription.js';
import { recurringPrices } from './catalog.actions.js';
import { anyCustomer } from './customer.actions.js';
import type { Action, Life } from './life.js';

function anySubscription(life: Life, ...statuses: SubscriptionStatus[]): Subscription | undefined {
  const alive = life.engine.store.subscriptions.values().filter(({ ended_at }) => ended_at === null);
  return life.pick(statuses.length === 0 ? alive : alive.filter(({ status }) => statuses.includes(status)));
}

/** One to two items of one interval. */
function someItems(life: Life): { price: string; quantity: number }[] {
  const monthly = recurringPrices(life).filter(({ recurring }) => recurring?.interval === 'month');
  const chosen = life.random.shuffled(monthly).slice(0, 1 + life.random.int(2));
  return chosen.map(({ id }) => ({ price: id, quantity: 1 + life.random.int(3) }));
}

/** A subscription's own second: what follows may set back a value that the running second has seen. */
function settled(life: Life, subscription: Subscription): Subscription {
  life.settle(subscription.id, subscription.customer);
  return life.engine.store.subscriptions.get(subscription.id);
}

export const subscriptionActions: readonly Action[] = [
  {
    name: 'subscribe',
    weight: 6,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer) return false;
      life.settle(customer.id);
      const trial = life.random.chance(0.25) ? { trial_period_days: life.random.pick([2, 7, 14]) } : {};
      const behavior = life.random.chance(0.2) ? ({ payment_behavior: 'default_incomplete' } as const) : {};
      life.engine.subscriptions.create({ customer: customer.id, items: someItems(life), ...trial, ...behavior });
      return true;
    },
  },
  {
    name: 'change price',
    weight: 4,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing', 'past_due');
      if (!found) return false;
      const { id, items } = settled(life, found);
      const item = items.data[0];
      if (!item || found.ended_at !== null) return false;
      const single = items.data.length === 1;
      const prices = recurringPrices(life).filter(
        ({ recurring }) => single || recurring?.interval === item.price.recurring?.interval,
      );
      const proration_behavior = life.random.pick(['create_prorations', 'always_invoice', 'none'] as const);
      life.engine.subscriptions.update(id, {
        items: [{ id: item.id, price: life.random.pick(prices).id }],
        proration_behavior,
      });
      return true;
    },
  },
  {
    name: 'change quantity',
    weight: 4,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing');
      if (!found) return false;
      const { id, items } = settled(life, found);
      const item = life.random.pick(items.data);
      life.engine.subscriptions.update(id, { items: [{ id: item.id, quantity: 1 + life.random.int(9) }] });
      return true;
    },
  },
  {
    name: 'edit subscription several times',
    weight: 6,
    run(life) {
      const subscription = anySubscription(life);
      if (!subscription) return false;
      const times = 1 + life.random.int(3);
      for (let edit = 0; edit < times; edit += 1) {
        const key = life.random.pick(['seats', 'plan', 'owner']);
        life.engine.subscriptions.update(subscription.id, { metadata: { [key]: life.fresh(key) } });
      }
      return true;
    },
  },
  {
    name: 'cancel at period end, or not',
    weight: 3,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing', 'past_due');
      if (!found) return false;
      const { id, cancel_at } = settled(life, found);
      const soon = life.engine.clock.now() + 86_400 * (1 + life.random.int(40));
      const planned = life.random.pick([
        { cancel_at_period_end: true },
        { cancel_at: 'min_period_end' },
        { cancel_at: soon },
      ] as const);
      life.engine.subscriptions.update(id, cancel_at === null ? planned : { cancel_at: '' });
      return true;
    },
  },
  {
    name: 'cancel now',
    weight: 1,
    run(life) {
      const subscription = anySubscription(life);
      if (subscription) life.engine.subscriptions.cancel(subscription.id);
      return subscription !== undefined;
    },
  },
  {
    name: 'pause',
    weight: 1,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing');
      if (found) life.engine.subscriptions.pause(settled(life, found).id);
      return found !== undefined;
    },
  },
  {
    name: 'resume',
    weight: 2,
    run(life) {
      const found = anySubscription(life, 'paused');
      if (!found) return false;
      const { id } = settled(life, found);
      life.engine.subscriptions.resume(id, { billing_cycle_anchor: life.random.pick(['now', 'unchanged'] as const) });
      return true;
    },
  },
];
