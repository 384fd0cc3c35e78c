import { priceTerms, termsOfItem } from './price-terms.js';

const price = {
  id: 'gold',
  object: 'price',
  product: 'prod_1',
  currency: 'eur',
  unit_amount: 1900,
  unit_amount_decimal: '1900',
  nickname: 'Gold',
  recurring: { interval: 'month', interval_count: 3, usage_type: 'licensed', trial_period_days: 14 },
};
const plan2018 = {
  id: 'gold',
  object: 'plan',
  product: { id: 'prod_1', object: 'product' },
  currency: 'eur',
  amount: 1900,
  amount_decimal: '1900',
  nickname: 'Gold',
  interval: 'month',
  interval_count: 3,
  usage_type: 'licensed',
  trial_period_days: 14,
};
const plan2015 = {
  id: 'gold',
  object: 'plan',
  currency: 'eur',
  amount: 1900,
  name: 'Gold',
  interval: 'month',
  interval_count: 3,
  trial_period_days: 14,
};
const terms = {
  priceId: 'gold',
  productId: 'prod_1',
  currency: 'eur',
  unitAmount: 1900,
  unitAmountDecimal: '1900',
  nickname: 'Gold',
  recurringInterval: 'month',
  recurringIntervalCount: 3,
  usageType: 'licensed',
  trialPeriodDays: 14,
};

describe('priceTerms', () => {
  it.each([
    ['a price', price, terms],
    ['the plan it was', plan2018, terms],
    ['a plan of 2015, which had no product', plan2015, { ...terms, productId: null }],
    ['a plan of today as 2015 saw it', { ...plan2018, name: 'The product', statement_descriptor: null }, terms],
    ['the same without a nickname', { ...plan2018, nickname: null, name: 'The product' }, { ...terms, nickname: null }],
    [
      'a one-time price with a fraction',
      { ...price, recurring: null, unit_amount: null, unit_amount_decimal: '0.5' },
      {
        ...terms,
        unitAmount: null,
        unitAmountDecimal: '0.5',
        recurringInterval: null,
        recurringIntervalCount: null,
        usageType: null,
        trialPeriodDays: null,
      },
    ],
  ])('%s', (_, object, expected) => {
    expect(priceTerms(object)).toEqual(expected);
  });

  it('refuses an amount that is not whole', () => {
    expect(() => priceTerms({ ...price, unit_amount: 0.5 })).toThrow('unit_amount is not a whole number.');
  });
});

describe('termsOfItem', () => {
  it.each([
    ['a price beside its plan', { price, plan: plan2018 }, terms],
    ['a plan', { plan: plan2018 }, terms],
    ['a price that is null', { price: null, plan: plan2018 }, terms],
    [
      'an id',
      { price: 'gold' },
      expect.objectContaining({ priceId: 'gold', unitAmount: null, unitAmountDecimal: null }),
    ],
    ['nothing', {}, expect.objectContaining({ priceId: null, currency: null })],
  ])('%s', (_, item, expected) => {
    expect(termsOfItem(item)).toEqual(expected);
  });

  it('names the path', () => {
    expect(() => termsOfItem({ plan: { amount: 'x' } })).toThrow('plan.amount is not a whole number.');
  });
});
