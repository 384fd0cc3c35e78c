import type { SubscriptionCreate } from '../engine/subscriptions.js';
import { hasTaxLocation } from '../engine/tax-location.js';
import type { Subscription, SubscriptionStatus } from '../objects/subscription.js';
import { recurringPrices } from './catalog.actions.js';
import { anyCustomer, BAD, switchCard } from './customer.actions.js';
import type { Action, Life } from './life.js';
import { someDiscount } from './some-discount.js';

export function anySubscription(life: Life, ...statuses: SubscriptionStatus[]): Subscription | undefined {
  const alive = life.engine.store.subscriptions.values().filter(({ ended_at }) => ended_at === null);
  return life.pick(statuses.length === 0 ? alive : alive.filter(({ status }) => statuses.includes(status)));
}

/** One to two items of one interval. */
export function someItems(life: Life): { price: string; quantity: number }[] {
  const monthly = recurringPrices(life).filter(({ recurring }) => recurring?.interval === 'month');
  const chosen = life.random.shuffled(monthly).slice(0, 1 + life.random.int(2));
  return chosen.map(({ id }) => ({ price: id, quantity: 1 + life.random.int(3) }));
}

/** Most are charged; some customers are sent their invoices. */
function collection(life: Life): Pick<SubscriptionCreate, 'collection_method' | 'days_until_due'> {
  if (life.random.chance(0.8)) return {};
  return { collection_method: 'send_invoice', days_until_due: life.random.pick([5, 10]) };
}

/** Whether an update of the subscription may wait for its payment. */
function mayPend({ engine }: Life, { collection_method, customer, default_payment_method }: Subscription): boolean {
  const general = engine.store.customers.get(customer).invoice_settings.default_payment_method;
  const method = engine.store.paymentMethods.find(default_payment_method ?? general ?? '');
  return collection_method === 'charge_automatically' && method?.type === 'card';
}

/** A change that drops a pending one gives the customer's balance back and may use it again, all within one second. */
function flipsBalance({ flips }: Life, { pending_update }: Subscription): boolean {
  return pending_update !== null && !flips;
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
      const discount = life.random.chance(0.3) ? someDiscount(life) : undefined;
      life.engine.subscriptions.create({
        customer: customer.id,
        items: someItems(life),
        ...trial,
        ...behavior,
        ...collection(life),
        ...(discount && { discounts: [discount] }),
        ...(hasTaxLocation(life.engine.store.customers.get(customer.id)) && { automatic_tax: { enabled: true } }),
      });
      return true;
    },
  },
  {
    name: 'change price',
    weight: 4,
    run(life) {
      const found = anySubscription(life, 'active', 'trialing', 'past_due');
      if (!found) return false;
      const subscription = settled(life, found);
      const { id, items } = subscription;
      const item = items.data[0];
      if (!item || found.ended_at !== null || flipsBalance(life, subscription)) return false;
      const single = items.data.length === 1;
      const prices = recurringPrices(life).filter(
        ({ recurring }) => single || recurring?.interval === item.price.recurring?.interval,
      );
      const proration_behavior = life.random.pick(['create_prorations', 'always_invoice', 'none'] as const);
      const pends = mayPend(life, subscription) && life.random.chance(0.5);
      life.engine.subscriptions.update(id, {
        items: [{ id: item.id, price: life.random.pick(prices).id }],
        proration_behavior,
        ...(pends && { payment_behavior: 'pending_if_incomplete' }),
      });
      return true;
    },
  },
  {
    name: 'change what a bad card pays for first',
    weight: 3,
    run(life) {
      const found = anySubscription(life, 'active');
      if (!found) return false;
      life.separate(found.id, found.customer);
      const subscription = life.engine.store.subscriptions.get(found.id);
      const { default_payment_method, id, items, status } = subscription;
      const item = items.data[0];
      if (!item || status !== 'active' || default_payment_method !== null) return false;
      if (flipsBalance(life, subscription)) return false;
      switchCard(life, found.customer, life.random.pick(BAD));
      if (!mayPend(life, life.engine.store.subscriptions.get(id))) return false;
      life.engine.subscriptions.update(id, {
        items: [{ id: item.id, quantity: item.quantity + 1 }],
        payment_behavior: 'pending_if_incomplete',
        proration_behavior: 'always_invoice',
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
      const subscription = settled(life, found);
      const { id, items } = subscription;
      const item = life.random.pick(items.data);
      if (flipsBalance(life, subscription)) return false;
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
      const { id, cancel_at, schedule } = settled(life, found);
      if (schedule !== null) return false; // its schedule decides when it ends
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
