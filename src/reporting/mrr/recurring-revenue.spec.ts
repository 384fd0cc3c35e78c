import fc from 'fast-check';
import type { CouponFacts, ItemFacts, SubscriptionFacts } from './facts.js';
import { recurringRevenue } from './recurring-revenue.js';

const ITEM: ItemFacts = {
  id: 'si_1',
  price: 'price_1',
  product: 'prod_1',
  quantity: 1,
  amount: '1900',
  interval: 'month',
  every: 1,
  metered: false,
  packages: null,
  discounts: [],
};
const subscription = (...items: Partial<ItemFacts>[]): SubscriptionFacts => ({
  status: 'active',
  currency: 'usd',
  startedAt: 0,
  trialEnd: null,
  endedAt: null,
  unbilled: false,
  discounts: [],
  items: items.map((item, i) => ({ ...ITEM, id: `si_${i}`, ...item })),
});
const coupon = (terms: Partial<CouponFacts>): CouponFacts => ({
  percentOff: null,
  amountOff: null,
  currency: null,
  duration: 'forever',
  ...terms,
});
const total = (facts: SubscriptionFacts, ...coupons: CouponFacts[]): number =>
  recurringRevenue(facts, { ofSubscription: coupons, ofItems: new Map() }).total;

it.each([
  ['a monthly price', { amount: '1900' }, 1900],
  ['a quantity', { quantity: 7 }, 13_300],
  ['a yearly price', { amount: '19000', interval: 'year' }, 1583],
  ['every three months', { amount: '1000', every: 3 }, 333],
  ['a weekly price: 52 a year', { amount: '1200', interval: 'week' }, 5200],
  ['a daily price: 365 a year', { amount: '120', interval: 'day' }, 3650],
  ['fractions of a minor unit', { amount: '0.05', quantity: 30 }, 2],
  ['packages, the last one whole', { amount: '500', quantity: 21, packages: { of: 10, round: 'up' } }, 1500],
  ['packages, the last one free', { amount: '500', quantity: 29, packages: { of: 10, round: 'down' } }, 1000],
  ['usage', { metered: true, quantity: null }, 0],
  ['tiers', { amount: null }, 0],
  ['what is billed once', { interval: null, every: null }, 0],
])('%s', (_, item, expected) => {
  expect(total(subscription(item))).toBe(expected);
});

it('is rounded once: two halves are one', () => {
  const half = { amount: '6', interval: 'year' };
  const { total: whole, items } = recurringRevenue(subscription(half, half), {
    ofSubscription: [],
    ofItems: new Map(),
  });
  expect([whole, items.map(({ mrr }) => mrr)]).toEqual([1, [1, 0]]);
});

it('discounts stack in their order, each on what is left, never below zero', () => {
  const tenth = coupon({ percentOff: 10 });
  const five = coupon({ amountOff: 500, currency: 'usd' });
  expect(total(subscription({}), tenth, five)).toBe(1210);
  expect(total(subscription({}), five, tenth)).toBe(1260);
  expect(total(subscription({ amount: '12000', interval: 'year' }), coupon({ amountOff: 6000, currency: 'usd' }))).toBe(
    500,
  );
  expect(total(subscription({}), coupon({ amountOff: 99_999, currency: 'usd' }))).toBe(0);
  expect(total(subscription({}), coupon({ amountOff: 500, currency: 'eur' }))).toBe(1900);
  expect(total(subscription({}), coupon({ percentOff: 33.33 }))).toBe(1267);
});

it('what no row could hold is the largest number that is exact', () => {
  const dear = subscription({ amount: '999999999999', quantity: 999_999_999_999, interval: 'day' }, {});
  const { total: whole, items } = recurringRevenue(dear, { ofSubscription: [], ofItems: new Map() });
  expect([whole, ...items.map(({ mrr }) => mrr)]).toEqual([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1900]);
});

it('an item has discounts of its own', () => {
  const ofItems = new Map([['si_1', [coupon({ percentOff: 50 })]]]);
  expect(recurringRevenue(subscription({}, {}), { ofSubscription: [], ofItems }).items.map(({ mrr }) => mrr)).toEqual([
    1900, 950,
  ]);
});

it('items add up to the subscription, whatever they cost and whatever is off', () => {
  const item = fc.record({
    amount: fc.integer({ min: 0, max: 10 ** 9 }).map(String),
    quantity: fc.integer({ min: 0, max: 1000 }),
    interval: fc.constantFrom('day', 'week', 'month', 'year'),
    every: fc.integer({ min: 1, max: 12 }),
  });
  const off = fc.oneof(
    fc.integer({ min: 1, max: 10_000 }).map((share) => coupon({ percentOff: share / 100 })),
    fc.integer({ min: 1, max: 10 ** 6 }).map((amountOff) => coupon({ amountOff, currency: 'usd' })),
  );
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 6 }),
      fc.array(off, { maxLength: 3 }),
      (items, ofSubscription) => {
        const revenue = recurringRevenue(subscription(...items), { ofSubscription, ofItems: new Map() });
        expect(revenue.items.reduce((sum, { mrr }) => sum + mrr, 0)).toBe(revenue.total);
        expect(revenue.items.every(({ mrr }) => mrr >= 0)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
