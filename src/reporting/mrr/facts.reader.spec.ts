import { subscriptionFactsOf } from './facts.reader.js';
import { recurringRevenue } from './recurring-revenue.js';

const PRICE = {
  id: 'price_1',
  object: 'price',
  product: 'prod_1',
  currency: 'usd',
  unit_amount: 1900,
  unit_amount_decimal: '1900',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
};
const sold = (currency: string | null, ...prices: object[]) =>
  subscriptionFactsOf({
    id: 'sub_1',
    object: 'subscription',
    status: 'active',
    currency,
    items: { object: 'list', data: prices.map((price, n) => ({ id: `si_${n}`, quantity: 2, price })) },
  });
const revenue = (...given: Parameters<typeof sold>) => {
  const { total, unpriced } = recurringRevenue(sold(...given), { ofSubscription: [], ofItems: new Map() });
  return { total, unpriced };
};

it('an amount in the currency of the subscription, however it is spelled', () => {
  expect(revenue('usd', PRICE)).toEqual({ total: 3800, unpriced: 0 });
  expect(revenue('USD', PRICE)).toEqual({ total: 3800, unpriced: 0 });
  expect(sold(null, {}, PRICE)).toMatchObject({ currency: 'usd', items: [{ amount: null }, { amount: '1900' }] });
});

it('an amount in another currency is none, and is said to be missing', () => {
  expect(revenue('jpy', PRICE)).toEqual({ total: 0, unpriced: 1 });
  expect(revenue('jpy', PRICE, { ...PRICE, currency: 'jpy', unit_amount_decimal: '300' })).toEqual({
    total: 600,
    unpriced: 1,
  });
});

it('what the price costs in that currency, where it says so', () => {
  const options = { eur: { unit_amount: 1700 }, jpy: { unit_amount: 280, unit_amount_decimal: '280.5' } };
  expect(revenue('jpy', { ...PRICE, currency_options: options })).toEqual({ total: 561, unpriced: 0 });
  expect(revenue('eur', { ...PRICE, currency_options: options })).toEqual({ total: 3400, unpriced: 0 });
  expect(revenue('gbp', { ...PRICE, currency_options: options })).toEqual({ total: 0, unpriced: 1 });
});

it('tiers tell no amount in any currency', () => {
  const tiered = { ...PRICE, billing_scheme: 'tiered', currency_options: { jpy: { unit_amount: 280 } } };
  expect(revenue('jpy', tiered)).toEqual({ total: 0, unpriced: 1 });
  const options = { jpy: { unit_amount: null, unit_amount_decimal: null, tiers: [] } };
  expect(revenue('jpy', { ...PRICE, currency_options: options })).toEqual({ total: 0, unpriced: 1 });
});

it('a currency that was presented instead changes nothing: amounts stay in the subscription’s', () => {
  const facts = subscriptionFactsOf({
    id: 'sub_1',
    status: 'active',
    currency: 'usd',
    presentment_details: { presentment_currency: 'jpy' },
    items: { data: [{ id: 'si_1', quantity: 1, price: PRICE }] },
  });
  expect(facts).toMatchObject({ currency: 'usd', items: [{ amount: '1900' }] });
});

it('a plan of before 2020, and a subscription that is its own item', () => {
  const plan = { id: 'pro', object: 'plan', currency: 'usd', amount: 500, interval: 'month', interval_count: 1 };
  const old = { id: 'sub_1', object: 'subscription', status: 'active', quantity: 3, plan };
  expect(subscriptionFactsOf(old)).toMatchObject({ currency: 'usd', items: [{ amount: '500', quantity: 3 }] });
});
