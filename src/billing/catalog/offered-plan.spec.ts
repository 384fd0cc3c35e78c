import { plansOf, type CatalogRow } from './offered-plan.js';

const row = (plan: string, id: string, more: Partial<CatalogRow> = {}): CatalogRow => ({
  plan,
  productId: `prod_${plan}`,
  name: plan.toUpperCase(),
  description: null,
  isDefault: false,
  id,
  lookupKey: null,
  nickname: null,
  type: 'recurring',
  currency: 'usd',
  unitAmount: 1_000,
  unitAmountDecimal: '1000',
  billingScheme: 'per_unit',
  interval: 'month',
  intervalCount: 1,
  usageType: 'licensed',
  taxBehavior: null,
  trialDays: 0,
  promotionCodes: false,
  features: [id],
  limits: {},
  ...more,
});

describe('plansOf', () => {
  it('puts the prices of a plan together, in the order of the cheapest', () => {
    const plans = plansOf([row('basic', 'a'), row('pro', 'b'), row('basic', 'c')]);
    expect(plans.map(({ id, prices }) => [id, prices.map((price) => price.id)])).toEqual([
      ['basic', ['a', 'c']],
      ['pro', ['b']],
    ]);
    expect(plans[0]?.prices[0]).not.toHaveProperty('plan');
    expect(plans[0]?.prices[0]).not.toHaveProperty('isDefault');
  });

  it('shows what the default price gives, else the first', () => {
    const [first] = plansOf([row('basic', 'a'), row('basic', 'b')]);
    const [byDefault] = plansOf([row('basic', 'a'), row('basic', 'b', { isDefault: true, limits: { seats: 5 } })]);
    expect([first?.features, byDefault?.features, byDefault?.limits]).toEqual([['a'], ['b'], { seats: 5 }]);
  });

  it('of nothing makes nothing, and of a plan called __proto__ a plan', () => {
    expect(plansOf([])).toEqual([]);
    expect(plansOf([row('__proto__', 'a')])).toMatchObject([{ id: '__proto__' }]);
  });
});
