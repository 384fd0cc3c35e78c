import { toPrice } from './price.mapper.js';

const newest = {
  id: 'price_1',
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  created: 1_420_070_400,
  currency: 'jpy',
  lookup_key: 'gold_monthly',
  metadata: { tier: '2' },
  nickname: 'Gold',
  product: 'prod_1',
  recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
  tax_behavior: 'exclusive',
  tiers_mode: null,
  type: 'recurring',
  unit_amount: 1900,
  unit_amount_decimal: '1900',
};
const columns = {
  active: true,
  productId: 'prod_1',
  lookupKey: 'gold_monthly',
  nickname: 'Gold',
  type: 'recurring',
  currency: 'jpy',
  unitAmount: 1900,
  unitAmountDecimal: '1900',
  billingScheme: 'per_unit',
  tiersMode: null,
  taxBehavior: 'exclusive',
  usageType: 'licensed',
  recurringInterval: 'month',
  recurringIntervalCount: 1,
  trialPeriodDays: null,
  metadata: { tier: '2' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPrice', () => {
  it('newest shape', () => {
    expect(toPrice(newest)).toEqual(columns);
  });

  it('before basil, its product expanded', () => {
    const recurring = { ...newest.recurring, aggregate_usage: null };
    expect(toPrice({ ...newest, recurring, product: { id: 'prod_1', object: 'product' } })).toEqual(columns);
  });

  it('tiers: no amount', () => {
    const tiered = { billing_scheme: 'tiered', tiers_mode: 'graduated', unit_amount: null, unit_amount_decimal: null };
    expect(toPrice({ ...newest, ...tiered })).toEqual({
      ...columns,
      billingScheme: 'tiered',
      tiersMode: 'graduated',
      unitAmount: null,
      unitAmountDecimal: null,
    });
  });

  it('refuses an amount that JavaScript cannot count', () => {
    expect(() => toPrice({ ...newest, unit_amount: 2 ** 60 })).toThrow('unit_amount is not a whole number.');
  });
});
