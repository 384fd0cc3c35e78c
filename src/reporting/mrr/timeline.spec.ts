import { DiscountsOfCustomer, type DiscountHistory } from './discount-history.js';
import type { DiscountFacts, SubscriptionFacts } from './facts.js';
import { changesOf } from './movements.js';
import { statesOf, type Sighted } from './timeline.js';

const facts = (more: Partial<SubscriptionFacts> = {}): SubscriptionFacts => ({
  status: 'active',
  currency: 'usd',
  startedAt: 100,
  trialEnd: null,
  endedAt: null,
  unbilled: false,
  discounts: [],
  items: [
    {
      id: 'si_1',
      price: 'price_1',
      product: null,
      quantity: 1,
      amount: '1000',
      interval: 'month',
      every: 1,
      metered: false,
      packages: null,
      discounts: [],
    },
  ],
  ...more,
});
const CREATED = 'customer.subscription.created';
const UPDATED = 'customer.subscription.updated';
const seen = (at: number, more: Partial<SubscriptionFacts> = {}, type = UPDATED): Sighted => ({
  at,
  type,
  facts: facts(more),
});
const NONE = new DiscountsOfCustomer([], new Map());

function lived(sightings: Sighted[], read: SubscriptionFacts | null = null, discounts = NONE): unknown[] {
  return statesOf({ id: 'sub_1', sightings, read }, discounts).map(({ from, until, status, mrr, trialMrr }) => [
    from,
    until,
    status,
    mrr,
    trialMrr,
  ]);
}

it('a trial is no revenue until it ends', () => {
  const trial = seen(100, { status: 'trialing', trialEnd: 200 }, CREATED);
  expect(lived([trial, seen(200)])).toEqual([
    [100, 200, 'trialing', 0, 1000],
    [200, null, 'active', 1000, 0],
  ]);
});

it('what was there before the first event holds since the beginning', () => {
  expect(lived([seen(300, { status: 'past_due', trialEnd: 150 })])).toEqual([
    [100, 150, 'trialing', 0, 1000],
    [150, 300, 'active', 1000, 0],
    [300, null, 'past_due', 1000, 0],
  ]);
  expect(lived([seen(300, { status: 'incomplete_expired' })])).toEqual([[300, null, 'incomplete_expired', 0, 0]]);
});

it('a read is how the last second ended, and alone it tells of the whole life', () => {
  expect(lived([seen(100, {}, CREATED), seen(200)], facts({ status: 'unpaid' }))).toEqual([
    [100, 200, 'active', 1000, 0],
    [200, null, 'unpaid', 0, 0],
  ]);
  expect(lived([], facts({ status: 'canceled', endedAt: 500 }))).toEqual([
    [100, 500, 'active', 1000, 0],
    [500, null, 'canceled', 0, 0],
  ]);
});

it('invoices that are not collected are no revenue', () => {
  expect(lived([seen(100, {}, CREATED), seen(200, { unbilled: true })])).toEqual([
    [100, 200, 'active', 1000, 0],
    [200, null, 'active', 0, 0],
  ]);
});

describe('discounts', () => {
  const discount = (at: number, more: Partial<DiscountFacts> = {}): DiscountHistory['sightings'][number] => ({
    at,
    facts: { coupon: 'half', general: false, startsAt: 100, endsAt: null, removed: false, ...more },
  });
  const half = new Map([['half', { percentOff: 50, amountOff: null, currency: null, duration: 'repeating' }]]);
  const listed = { discounts: [{ id: 'di_1', coupon: null }] };
  const life = [seen(100, listed, CREATED)];

  it('end by themselves, without an event', () => {
    const discounts = new DiscountsOfCustomer([{ id: 'di_1', sightings: [discount(100, { endsAt: 400 })] }], half);
    expect(lived(life, null, discounts)).toEqual([
      [100, 400, 'active', 500, 0],
      [400, null, 'active', 1000, 0],
    ]);
  });

  it("a customer's applies only where the subscription has none of its own", () => {
    const general = {
      id: 'di_2',
      sightings: [discount(150, { general: true, startsAt: 150 }), discount(300, { removed: true })],
    };
    const discounts = new DiscountsOfCustomer([general], half);
    expect(lived([seen(100, {}, CREATED)], null, discounts)).toEqual([
      [100, 150, 'active', 1000, 0],
      [150, 300, 'active', 500, 0],
      [300, null, 'active', 1000, 0],
    ]);
  });

  it('of which nobody has told the terms are counted as missing', () => {
    const states = statesOf({ id: 'sub_1', sightings: life, read: null }, NONE);
    expect(states).toMatchObject([{ mrr: 1000, discountsMissing: 1 }]);
  });
});

it('movements are those of the customer: a change of subscriptions within one second is one', () => {
  const first = statesOf(
    { id: 'a', sightings: [seen(100, {}, CREATED), seen(200, { status: 'canceled' })], read: null },
    NONE,
  );
  const items = facts().items.map((item) => ({ ...item, quantity: 3 }));
  const second = [seen(200, { items, startedAt: 200 }, CREATED), seen(300, { status: 'canceled' }), seen(400)];
  const changes = changesOf([first, statesOf({ id: 'b', sightings: second, read: null }, NONE)]);
  expect(changes.map(({ at, before, after, movement }) => [at, before, after, movement])).toEqual([
    [100, 0, 1000, 'new'],
    [200, 1000, 3000, 'expansion'],
    [300, 3000, 0, 'churn'],
    [400, 0, 1000, 'reactivation'],
  ]);
});
