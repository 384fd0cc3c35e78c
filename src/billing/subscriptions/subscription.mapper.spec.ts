import { toSubscription } from './subscription.mapper.js';

const [start, end] = [1_420_070_400, 1_422_748_800];
const facts = {
  id: 'sub_1',
  object: 'subscription',
  canceled_at: start + 9,
  customer: 'cus_1',
  ended_at: null,
  metadata: { user_id: 'u_1' },
  status: 'trialing',
  trial_start: start,
  trial_end: end,
};
const plan = { id: 'gold', object: 'plan', amount: 1900, currency: 'eur', interval: 'month', interval_count: 1 };
const price = {
  id: 'gold',
  object: 'price',
  currency: 'eur',
  product: 'prod_1',
  recurring: { interval: 'month', interval_count: 1 },
  unit_amount: 1900,
};
const item = { id: 'si_1', object: 'subscription_item', created: start, metadata: {}, price, quantity: 3 };
const period = { current_period_start: start, current_period_end: end };

const newest = {
  ...facts,
  billing_cycle_anchor: start,
  cancel_at: end,
  cancel_at_period_end: false,
  cancellation_details: { comment: 'too dear', feedback: 'too_expensive', reason: 'cancellation_requested' },
  collection_method: 'charge_automatically',
  created: start,
  currency: 'eur',
  days_until_due: null,
  default_payment_method: 'pm_1',
  description: null,
  discounts: [{ id: 'di_1', source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: null }],
  items: { object: 'list', data: [{ ...item, ...period }], has_more: false },
  latest_invoice: 'in_1',
  pause_collection: null,
  pending_setup_intent: null,
  schedule: null,
  test_clock: null,
};
const columns = {
  customerId: 'cus_1',
  tenantId: 'u_1',
  status: 'trialing',
  currency: 'eur',
  collectionMethod: 'charge_automatically',
  daysUntilDue: null,
  currentPeriodStart: new Date(start * 1000),
  currentPeriodEnd: new Date(end * 1000),
  billingCycleAnchor: new Date(start * 1000),
  trialStart: new Date(start * 1000),
  trialEnd: new Date(end * 1000),
  cancelling: true,
  cancelAt: new Date(end * 1000),
  canceledAt: new Date((start + 9) * 1000),
  endedAt: null,
  cancellationReason: 'cancellation_requested',
  cancellationFeedback: 'too_expensive',
  pauseReason: null,
  pauseCollectionBehavior: null,
  pauseCollectionResumesAt: null,
  defaultPaymentMethodId: 'pm_1',
  pendingUpdateExpiresAt: null,
  latestInvoiceId: 'in_1',
  pendingSetupIntentId: null,
  scheduleId: null,
  testClockId: null,
  description: null,
  discounts: [{ id: 'di_1', coupon: 'SAVE', promotion_code: null }],
  metadata: { user_id: 'u_1' },
  createdAt: new Date(start * 1000),
  items: [
    {
      id: 'si_1',
      priceId: 'gold',
      productId: 'prod_1',
      quantity: 3,
      currency: 'eur',
      unitAmount: 1900,
      recurringInterval: 'month',
      recurringIntervalCount: 1,
      currentPeriodStart: new Date(start * 1000),
      currentPeriodEnd: new Date(end * 1000),
      metadata: {},
      createdAt: new Date(start * 1000),
    },
  ],
};

describe('toSubscription', () => {
  it('newest shape: the period is on the items', () => {
    expect(toSubscription(newest)).toEqual(columns);
  });

  it('before basil: the period at the top, cancelled at its end, ids expanded', () => {
    const { discounts: _, ...older } = newest;
    const preBasil = {
      ...older,
      ...period,
      cancel_at: null,
      cancel_at_period_end: true,
      customer: { id: 'cus_1', object: 'customer' },
      default_payment_method: { id: 'pm_1' },
      discount: { id: 'di_1', coupon: { id: 'SAVE' }, promotion_code: null },
      items: { object: 'list', data: [{ ...item, plan: { ...plan, product: 'prod_1' } }] },
      latest_invoice: { id: 'in_1', object: 'invoice' },
      plan: { ...plan, product: 'prod_1' },
      quantity: 3,
    };
    expect(toSubscription(preBasil)).toEqual(columns);
  });

  it('2015: plan and quantity at the top, no items, no currency, a start instead of a creation', () => {
    const oldest = { ...facts, ...period, cancel_at_period_end: true, discount: null, plan, quantity: 3, start };
    expect(toSubscription(oldest)).toEqual({
      ...columns,
      billingCycleAnchor: null,
      cancellationReason: null,
      cancellationFeedback: null,
      defaultPaymentMethodId: null,
      latestInvoiceId: null,
      discounts: [],
      items: [{ ...columns.items[0], id: 'sub_1', productId: null, metadata: { user_id: 'u_1' } }],
    });
  });

  it('paused, and collection paused', () => {
    const paused = {
      ...newest,
      status: 'paused',
      status_details: { paused: { subscription: { type: 'final_payment_failure' } } },
      pause_collection: { behavior: 'void', resumes_at: end },
    };
    expect(toSubscription(paused)).toMatchObject({
      status: 'paused',
      pauseReason: 'final_payment_failure',
      pauseCollectionBehavior: 'void',
      pauseCollectionResumesAt: new Date(end * 1000),
    });
  });

  it('a change that waits for its payment', () => {
    const pending = { ...newest, pending_update: { expires_at: end, subscription_items: [item] } };
    expect(toSubscription(pending)).toEqual({ ...columns, pendingUpdateExpiresAt: new Date(end * 1000) });
    expect(toSubscription({ ...newest, pending_update: null })).toEqual(columns);
  });

  it('no items at all', () => {
    expect(toSubscription({ ...newest, currency: null, items: { data: [] } })).toMatchObject({
      currency: null,
      currentPeriodEnd: null,
      items: [],
    });
  });

  it.each([
    [{ status: 5 }, 'status is not text.'],
    [{ customer: 5 }, 'customer is not an id.'],
    [{ items: { data: [{ ...item, quantity: 1.5 }] } }, 'items.data[0].quantity is not a whole number.'],
    [{ items: { data: [{ ...item, id: null }] } }, 'items.data[0].id is not an id.'],
    [{ items: { data: [{ ...item, current_period_end: 'x' }] } }, 'items.data[0].current_period_end is not a time'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toSubscription({ ...newest, ...wrong })).toThrow(message);
  });
});
