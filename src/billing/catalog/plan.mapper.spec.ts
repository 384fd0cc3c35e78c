import { toPlan } from './plan.mapper.js';

const facts = {
  id: 'gold',
  object: 'plan',
  amount: 1900,
  created: 1_420_070_400,
  currency: 'eur',
  interval: 'month',
  interval_count: 3,
  metadata: { tier: '2' },
  trial_period_days: 14,
};
const newest = {
  ...facts,
  active: true,
  amount_decimal: '1900',
  billing_scheme: 'per_unit',
  meter: null,
  nickname: 'Gold',
  product: 'prod_1',
  tiers_mode: null,
  transform_usage: null,
  usage_type: 'licensed',
};
const columns = {
  active: true,
  productId: 'prod_1',
  nickname: 'Gold',
  currency: 'eur',
  amount: 1900,
  amountDecimal: '1900',
  interval: 'month',
  intervalCount: 3,
  usageType: 'licensed',
  billingScheme: 'per_unit',
  tiersMode: null,
  trialPeriodDays: 14,
  statementDescriptor: null,
  metadata: { tier: '2' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};
const named = { ...columns, productId: null, statementDescriptor: 'GOLD' };

describe('toPlan', () => {
  it.each([
    ['newest shape', newest, columns],
    ['before basil, its product expanded', { ...newest, aggregate_usage: null, product: { id: 'prod_1' } }, columns],
    ['2015: a name, no product', { ...facts, name: 'Gold', statement_descriptor: 'GOLD' }, named],
    ['before 2014-12-17', { ...facts, name: 'Gold', statement_description: 'GOLD' }, named],
    ['withdrawn', { ...newest, active: false }, { ...columns, active: false }],
    [
      'tiers: no amount',
      { ...newest, amount: null, amount_decimal: null, billing_scheme: 'tiered', tiers_mode: 'volume' },
      { ...columns, amount: null, amountDecimal: null, billingScheme: 'tiered', tiersMode: 'volume' },
    ],
    [
      'a fraction, for metered usage',
      { ...newest, amount: null, amount_decimal: '0.5', usage_type: 'metered' },
      { ...columns, amount: null, amountDecimal: '0.5', usageType: 'metered' },
    ],
    ['an interval that is not known yet', { ...newest, interval: 'decade' }, { ...columns, interval: 'decade' }],
  ])('%s', (_, plan, expected) => {
    expect(toPlan(plan)).toEqual(expected);
  });

  it.each([
    [{ amount: 19.5 }, 'amount is not a whole number.'],
    [{ amount: '9007199254740993' }, 'amount is not a whole number.'],
    [{ interval_count: -1 }, 'interval_count is not a count.'],
    [{ product: 5 }, 'product is not an id.'],
    [{ active: 'true' }, 'active is not true or false.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toPlan({ ...newest, ...wrong })).toThrow(message);
  });
});
