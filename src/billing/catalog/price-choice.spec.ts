import { CountinghouseError } from '../../common/errors.js';
import type { OfferedPlan, OfferedPrice } from './offered-plan.js';
import { choose, quantityOf, type PriceChoice } from './price-choice.js';

const price = (id: string, more: Partial<OfferedPrice> = {}): OfferedPrice => ({
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
  features: [],
  limits: {},
  ...more,
});
const plan = (id: string, ...prices: OfferedPrice[]): OfferedPlan => ({
  id,
  productId: 'prod_1',
  name: null,
  description: null,
  features: [],
  limits: {},
  prices,
});
const PLANS = [
  plan('one', price('only')),
  plan('pro', price('monthly'), price('yearly', { interval: 'year' }), price('euro', { currency: 'eur' })),
];

/** The price's id, or the error's code. */
function chosen(choice: PriceChoice): string {
  try {
    return choose(PLANS, choice).price.id;
  } catch (error) {
    return error instanceof CountinghouseError ? error.code : 'none of ours';
  }
}

describe('choose', () => {
  it.each<[PriceChoice, string]>([
    [{ plan: 'one' }, 'only'],
    [{ price: 'yearly' }, 'yearly'],
    [{ plan: 'pro', interval: 'year' }, 'yearly'],
    [{ plan: 'pro', currency: 'eur' }, 'euro'],
    [{ plan: 'pro', interval: 'month', currency: 'usd' }, 'monthly'],
    [{ plan: 'pro' }, 'invalid_request'],
    [{ plan: 'pro', interval: 'month' }, 'invalid_request'],
    [{}, 'invalid_request'],
    [{ plan: 'one', price: 'only' }, 'invalid_request'],
    [{ plan: 'none' }, 'not_for_sale'],
    [{ price: 'none' }, 'not_for_sale'],
    [{ price: 'yearly', interval: 'month' }, 'not_for_sale'],
    [{ plan: 'one', currency: 'jpy' }, 'not_for_sale'],
  ])('%j: %s', (choice, expected) => {
    expect(chosen(choice)).toBe(expected);
  });
});

describe('quantityOf', () => {
  it('is one unless said, and nothing for a metered price', () => {
    const metered = price('usage', { usageType: 'metered' });
    expect([quantityOf(price('a'), undefined), quantityOf(price('a'), 3)]).toEqual([{ quantity: 1 }, { quantity: 3 }]);
    expect(quantityOf(metered, undefined)).toEqual({});
    expect(() => quantityOf(metered, 1)).toThrow('The request is invalid.');
  });
});
