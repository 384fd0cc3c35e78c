import { toSubscriptionSchedule } from './subscription-schedule.mapper.js';

const [start, middle, end] = [1_420_070_400, 1_422_748_800, 1_425_168_000];
const facts = {
  id: 'sub_sched_1',
  object: 'subscription_schedule',
  canceled_at: null,
  completed_at: null,
  created: start,
  current_phase: { start_date: start, end_date: middle },
  customer: 'cus_1',
  metadata: { deal: '7' },
  released_at: null,
  released_subscription: null,
  status: 'active',
  subscription: 'sub_1',
};
const first = { start_date: start, end_date: middle, trial_end: start + 9 };
const second = { start_date: middle, end_date: end, trial_end: null };
const newest = {
  ...facts,
  billing_mode: { type: 'flexible' },
  default_settings: { collection_method: 'send_invoice', default_payment_method: 'pm_1' },
  end_behavior: 'cancel',
  phases: [
    {
      ...first,
      add_invoice_items: [{ price: 'setup', quantity: 1 }],
      billing_cycle_anchor: 'phase_start',
      collection_method: 'charge_automatically',
      currency: 'eur',
      default_payment_method: 'pm_2',
      description: 'Trial',
      discounts: [{ coupon: 'SAVE', discount: null, promotion_code: null }],
      items: [{ price: 'gold', quantity: 3, metadata: {} }],
      metadata: { step: '1' },
      proration_behavior: 'create_prorations',
    },
    {
      ...second,
      add_invoice_items: [],
      billing_cycle_anchor: null,
      collection_method: null,
      currency: 'eur',
      default_payment_method: null,
      description: null,
      discounts: [],
      items: [{ price: 'usage' }],
      metadata: null,
      proration_behavior: 'none',
    },
  ],
  test_clock: 'clock_1',
};
const columns = {
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  releasedSubscriptionId: null,
  status: 'active',
  endBehavior: 'cancel',
  currentPhaseStart: new Date(start * 1000),
  currentPhaseEnd: new Date(middle * 1000),
  collectionMethod: 'send_invoice',
  defaultPaymentMethodId: 'pm_1',
  canceledAt: null,
  completedAt: null,
  releasedAt: null,
  testClockId: 'clock_1',
  metadata: { deal: '7' },
  createdAt: new Date(start * 1000),
  phases: [
    {
      id: '1',
      startsAt: new Date(start * 1000),
      endsAt: new Date(middle * 1000),
      trialEnd: new Date((start + 9) * 1000),
      currency: 'eur',
      collectionMethod: 'charge_automatically',
      defaultPaymentMethodId: 'pm_2',
      prorationBehavior: 'create_prorations',
      billingCycleAnchor: 'phase_start',
      description: 'Trial',
      items: [{ price: 'gold', quantity: 3 }],
      addInvoiceItems: [{ price: 'setup', quantity: 1 }],
      discounts: [{ id: null, coupon: 'SAVE', promotion_code: null }],
      metadata: { step: '1' },
    },
    {
      id: '2',
      startsAt: new Date(middle * 1000),
      endsAt: new Date(end * 1000),
      trialEnd: null,
      currency: 'eur',
      collectionMethod: null,
      defaultPaymentMethodId: null,
      prorationBehavior: 'none',
      billingCycleAnchor: null,
      description: null,
      items: [{ price: 'usage', quantity: null }],
      addInvoiceItems: [],
      discounts: [],
      metadata: {},
    },
  ],
};

describe('toSubscriptionSchedule', () => {
  it('newest shape', () => {
    expect(toSubscriptionSchedule(newest)).toEqual(columns);
  });

  it('before basil: a coupon beside the discounts, a plan beside the price, all ids expanded', () => {
    const [trial, usage] = newest.phases;
    const preBasil = {
      ...newest,
      customer: { id: 'cus_1', object: 'customer' },
      default_settings: { collection_method: 'send_invoice', default_payment_method: { id: 'pm_1' } },
      phases: [
        {
          ...trial,
          add_invoice_items: [{ price: { id: 'setup' }, quantity: 1 }],
          coupon: { id: 'SAVE', object: 'coupon' },
          default_payment_method: { id: 'pm_2' },
          discounts: [{ coupon: { id: 'SAVE' } }],
          items: [{ plan: { id: 'gold' }, price: { id: 'gold', object: 'price' }, quantity: 3 }],
        },
        { ...usage, coupon: null },
      ],
      subscription: { id: 'sub_1', object: 'subscription' },
      test_clock: { id: 'clock_1' },
    };
    expect(toSubscriptionSchedule(preBasil)).toEqual(columns);
  });

  it('2019: settings on the schedule, plans, one coupon, a renewal behavior', () => {
    const oldest = {
      ...facts,
      billing: 'send_invoice',
      default_payment_method: 'pm_1',
      phases: [
        { ...first, coupon: 'SAVE', plans: [{ plan: 'gold', quantity: 3 }] },
        { ...second, coupon: null, plans: [{ plan: { id: 'usage', object: 'plan' } }] },
      ],
      renewal_behavior: 'none',
      renewal_interval: null,
    };
    const [trial, usage] = columns.phases;
    const unknown = {
      currency: null,
      collectionMethod: null,
      defaultPaymentMethodId: null,
      prorationBehavior: null,
      billingCycleAnchor: null,
      description: null,
      addInvoiceItems: [],
      metadata: {},
    };
    expect(toSubscriptionSchedule(oldest)).toEqual({
      ...columns,
      testClockId: null,
      phases: [
        { ...trial, ...unknown },
        { ...usage, ...unknown },
      ],
    });
  });

  it('released', () => {
    const released = {
      ...newest,
      current_phase: null,
      released_at: end,
      released_subscription: 'sub_1',
      status: 'released',
      subscription: null,
    };
    expect(toSubscriptionSchedule(released)).toEqual({
      ...columns,
      currentPhaseStart: null,
      currentPhaseEnd: null,
      releasedAt: new Date(end * 1000),
      releasedSubscriptionId: 'sub_1',
      status: 'released',
      subscriptionId: null,
    });
  });

  it('without phases, of a status that is not known yet', () => {
    expect(toSubscriptionSchedule({ status: 'halted' })).toMatchObject({ status: 'halted', phases: [] });
  });

  it.each([
    [{ phases: 'two' }, 'phases is not a list.'],
    [{ phases: [{ start_date: 'x' }] }, 'phases[0].start_date is not a time in seconds.'],
    [{ phases: [{ items: [{ price: 'gold', quantity: 0.5 }] }] }, 'phases[0].items[0].quantity is not a whole number.'],
    [{ phases: [{ discounts: [{ coupon: 5 }] }] }, 'phases[0].discounts[0].coupon is not an id.'],
    [{ current_phase: { end_date: 1.5 } }, 'current_phase.end_date is not a time in seconds.'],
    [{ default_settings: [] }, 'default_settings is not a hash.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toSubscriptionSchedule({ ...newest, ...wrong })).toThrow(message);
  });
});
