import type { OfferedPlan, OfferedPrice } from '../catalog/offered-plan.js';
import { changedItem, sellsMore } from './item-change.js';
import type { OwnItem, OwnSubscription } from './own-subscription.js';

describe('sellsMore', () => {
  it.each([
    ['another price', { id: 'si_1', price: 'price_2', quantity: 1 }, true],
    ['another price, metered', { id: 'si_1', price: 'price_2' }, true],
    ['more seats', { id: 'si_1', quantity: 4 }, true],
    ['as many', { id: 'si_1', price: 'price_1', quantity: 3 }, false],
    ['fewer seats', { id: 'si_1', quantity: 2 }, false],
  ])('%s', (_, to, expected) => {
    expect(sellsMore({ from: { price: 'price_1', quantity: 3 }, to })).toBe(expected);
  });

  it('a price that was not known is another one', () => {
    expect(sellsMore({ from: { price: null, quantity: 3 }, to: { id: 'si_1', price: 'price_1', quantity: 1 } })).toBe(
      true,
    );
  });
});

describe('changedItem', () => {
  const item: OwnItem = {
    id: 'si_1',
    plan: 'basic',
    price: 'price_basic',
    product: 'prod_1',
    quantity: 3,
    currency: 'usd',
    unitAmount: 1_000,
    interval: 'month',
    intervalCount: 1,
  };
  const own = (quantity: number | null): OwnSubscription => ({
    id: 'sub_1',
    customerId: 'cus_1',
    status: 'active',
    currency: 'usd',
    collectionMethod: 'charge_automatically',
    cancelling: false,
    currentPeriodStart: null,
    currentPeriodEnd: null,
    trialStart: null,
    trialEnd: null,
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    createdAt: null,
    pendingChangeExpiresAt: null,
    items: [{ ...item, quantity }],
  });
  const price = (id: string, usageType: string): OfferedPrice => ({
    id,
    lookupKey: null,
    nickname: null,
    type: 'recurring',
    currency: 'usd',
    unitAmount: 1,
    unitAmountDecimal: '1',
    billingScheme: 'per_unit',
    interval: 'month',
    intervalCount: 1,
    usageType,
    taxBehavior: null,
    trialDays: 14,
    promotionCodes: false,
    features: [],
    limits: {},
  });
  const plan = (id: string, usageType: string): OfferedPlan => ({
    id,
    productId: 'prod_1',
    name: null,
    description: null,
    features: [],
    limits: {},
    prices: [price(`price_${id}`, usageType)],
  });
  const plans = [plan('seats', 'licensed'), plan('usage', 'metered')];

  it.each<[string, number | null, object, object, number | null]>([
    ['seats that are not spoken of stay Stripe’s', 3, { plan: 'seats' }, { price: 'price_seats' }, 3],
    ['seats', 3, { plan: 'seats', quantity: 5 }, { price: 'price_seats', quantity: 5 }, 5],
    ['seats alone', 3, { quantity: 5 }, { quantity: 5 }, 5],
    ['from usage', null, { plan: 'seats' }, { price: 'price_seats', quantity: 1 }, 1],
    ['from usage to seats', null, { plan: 'seats', quantity: 4 }, { price: 'price_seats', quantity: 4 }, 4],
    ['to usage', 3, { plan: 'usage' }, { price: 'price_usage' }, null],
    ['to more usage', null, { plan: 'usage' }, { price: 'price_usage' }, null],
  ])('%s', (_, quantity, asked, told, comes) => {
    const change = changedItem(own(quantity), plans, { proration: 'now', ...asked });
    expect(change.to).toEqual({ id: 'si_1', ...told });
    expect(change.quantity).toBe(comes);
    expect(change.trialDays).toBe('plan' in asked ? 14 : null);
  });
});
