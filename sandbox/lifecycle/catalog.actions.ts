import type { Price } from '../objects/price.js';
import type { Action, Life } from './life.js';

/** Two monthly prices of one product and a yearly one: enough to upgrade, to downgrade and to change the interval. */
export function openShop({ engine }: Life): void {
  const product = engine.products.create({ name: 'Team plan', metadata: { plan: 'team', features: 'reports' } }).id;
  const shared = { currency: 'usd', product } as const;
  engine.prices.create({ ...shared, unit_amount: 1_900, nickname: 'Basic', recurring: { interval: 'month' } });
  engine.prices.create({ ...shared, unit_amount: 4_900, nickname: 'Pro', recurring: { interval: 'month' } });
  engine.prices.create({ ...shared, unit_amount: 19_000, nickname: 'Basic yearly', recurring: { interval: 'year' } });
  engine.prices.create({ ...shared, unit_amount: 2_500, nickname: 'Workshop' });
}

export function recurringPrices({ engine }: Life): Price[] {
  return engine.store.prices.values().filter(({ type }) => type === 'recurring');
}

function isUsed({ engine }: Life, price: Price): boolean {
  const { subscriptions, subscriptionSchedules } = engine.store;
  return (
    subscriptions.values().some(({ items }) => items.data.some((item) => item.price.id === price.id)) ||
    subscriptionSchedules
      .values()
      .some(({ phases }) => phases.some(({ items }) => items.some((item) => item.price === price.id)))
  );
}

export const catalogActions: readonly Action[] = [
  {
    name: 'create product and price',
    weight: 2,
    run(life) {
      const product = life.engine.products.create({ name: life.fresh('Product') });
      const amount = 500 + life.random.int(50) * 100;
      life.engine.prices.create({
        currency: 'usd',
        product: product.id,
        unit_amount: amount,
        recurring: { interval: 'month' },
      });
      return true;
    },
  },
  {
    name: 'create product without price',
    weight: 1,
    run(life) {
      life.engine.products.create({ name: life.fresh('Draft product') });
      return true;
    },
  },
  {
    name: 'edit product',
    weight: 3,
    run(life) {
      const product = life.pick(life.engine.store.products.values());
      if (!product) return false;
      life.engine.products.update(product.id, {
        description: life.fresh('About'),
        metadata: { [life.fresh('key')]: 'on', features: `reports,${life.fresh('feature')}` },
      });
      return true;
    },
  },
  {
    name: 'toggle product',
    weight: 1,
    run(life) {
      const product = life.pick(life.engine.store.products.values());
      if (!product) return false;
      life.settle(product.id);
      life.engine.products.update(product.id, { active: !product.active });
      return true;
    },
  },
  {
    name: 'delete product',
    weight: 1,
    run(life) {
      const priced = new Set(life.engine.store.prices.values().map(({ product }) => product));
      const product = life.pick(life.engine.store.products.values().filter(({ id }) => !priced.has(id)));
      if (product) life.engine.products.delete(product.id);
      return product !== undefined;
    },
  },
  {
    name: 'edit price',
    weight: 2,
    run(life) {
      const price = life.pick(life.engine.store.prices.values());
      const metadata = { plan: life.fresh('plan') };
      if (price) life.engine.prices.update(price.id, { nickname: life.fresh('Nickname'), metadata });
      return price !== undefined;
    },
  },
  {
    name: 'delete price',
    weight: 1,
    run(life) {
      const prices = life.engine.store.prices.values().slice(4);
      const price = life.pick(prices.filter((one) => !isUsed(life, one)));
      if (price) life.engine.prices.delete(price.id);
      return price !== undefined;
    },
  },
];
