import type { Subscription } from '../objects/subscription.js';
import type { SubscriptionSchedule } from '../objects/subscription-schedule.js';
import { Engine } from './engine.js';

const DAY = 86_400;

describe('subscription schedules', () => {
  let engine: Engine;
  let basic: string;
  let pro: string;
  let yearly: string;
  let customer: string;

  beforeEach(() => {
    engine = new Engine({ seed: 'schedules', startAt: Date.UTC(2027, 0, 31) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product } as const;
    basic = engine.prices.create({ ...shared, unit_amount: 1_000, recurring: { interval: 'month' } }).id;
    pro = engine.prices.create({ ...shared, unit_amount: 3_000, recurring: { interval: 'month' } }).id;
    yearly = engine.prices.create({ ...shared, unit_amount: 10_000, recurring: { interval: 'year' } }).id;
    customer = engine.customers.create({ payment_method: 'pm_card_visa' }).id;
    engine.advance(60);
  });

  const month = { interval: 'month' } as const;
  const now = ({ id }: SubscriptionSchedule) => engine.store.subscriptionSchedules.get(id);
  const subscriptionOf = (schedule: SubscriptionSchedule): Subscription =>
    engine.store.subscriptions.get(now(schedule).subscription ?? now(schedule).released_subscription ?? '');
  const priceOf = (schedule: SubscriptionSchedule) => subscriptionOf(schedule).items.data.map(({ price }) => price.id);
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);
  const until = (at: number | undefined) => engine.advance((at ?? 0) - engine.clock.now());
  const create = (extra: object = {}) =>
    engine.subscriptionSchedules.create({
      customer,
      phases: [{ items: [{ price: basic }], duration: month }, { items: [{ price: pro, quantity: 2 }] }],
      ...extra,
    });

  it('begin their subscription when their first phase begins', () => {
    const start = engine.clock.now() + DAY;
    const schedule = create({ start_date: start });
    expect(schedule).toMatchObject({ status: 'not_started', subscription: null, current_phase: null });
    const mark = engine.events.length;
    until(start);
    const types = typesSince(mark);
    expect([types[0], types.at(-1)]).toEqual(['customer.subscription.created', 'subscription_schedule.updated']);
    expect(now(schedule)).toMatchObject({
      status: 'active',
      current_phase: { start_date: start, end_date: Date.UTC(2027, 2, 1, 0, 1) / 1000 },
    });
    expect(subscriptionOf(schedule)).toMatchObject({ status: 'active', schedule: schedule.id, cancel_at: null });
  });

  it('change the items at the second of the phase, before it is billed, and let the subscription go on at the end', () => {
    const schedule = create();
    const [first, second] = schedule.phases;
    const mark = engine.events.length;
    until(first?.end_date);
    expect(priceOf(schedule)).toEqual([pro]);
    expect(engine.store.invoices.get(subscriptionOf(schedule).latest_invoice ?? '')).toMatchObject({
      billing_reason: 'subscription_cycle',
      total: 6_000,
      lines: { data: [{ amount: 6_000 }] },
    });
    expect(typesSince(mark).filter((type) => type.startsWith('subscription_schedule'))).toEqual([
      'subscription_schedule.updated',
    ]);
    until(second?.end_date);
    expect(typesSince(mark)).toContain('subscription_schedule.expiring');
    expect(now(schedule)).toMatchObject({ status: 'released', subscription: null, current_phase: null });
    expect(subscriptionOf(schedule)).toMatchObject({ status: 'active', schedule: null });
    expect(engine.events.findLast(({ type }) => type === 'subscription_schedule.released')?.created).toBe(
      second?.end_date,
    );
  });

  it('prorate a phase that begins within a period', () => {
    const schedule = create({
      phases: [
        { items: [{ price: basic }], duration: { interval: 'day', interval_count: 14 } },
        { items: [{ price: pro }], proration_behavior: 'always_invoice' },
      ],
    });
    until(schedule.phases[0]?.end_date);
    const invoice = engine.store.invoices.get(subscriptionOf(schedule).latest_invoice ?? '');
    expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-500, 1_500]);
  });

  it('begin a new period with a phase of another interval', () => {
    const schedule = create({
      phases: [{ items: [{ price: basic }], duration: month }, { items: [{ price: yearly }] }],
    });
    until(schedule.phases[0]?.end_date);
    expect(engine.store.invoices.values().map(({ total }) => total)).toEqual([1_000, 10_000]);
    expect(subscriptionOf(schedule).items.data[0]?.current_period_end).toBe(
      (schedule.phases[0]?.end_date ?? 0) + 365 * DAY,
    );
  });

  it('may end their subscription, and tell it when', () => {
    const schedule = create({ end_behavior: 'cancel' });
    const end = schedule.phases[1]?.end_date;
    expect(subscriptionOf(schedule).cancel_at).toBe(end);
    expect(() => engine.subscriptions.update(subscriptionOf(schedule).id, { cancel_at: '' })).toThrow('managed by');
    until(end);
    expect(now(schedule)).toMatchObject({ status: 'completed', completed_at: end });
    expect(subscriptionOf(schedule)).toMatchObject({ status: 'canceled', ended_at: end });
  });

  it('take over a subscription, and are planned on', () => {
    const subscription = engine.subscriptions.create({ customer, items: [{ price: basic }] });
    engine.advance(DAY);
    const mark = engine.events.length;
    const schedule = engine.subscriptionSchedules.create({ from_subscription: subscription.id });
    expect(typesSince(mark)).toEqual(['subscription_schedule.created', 'customer.subscription.updated']);
    expect(engine.events.at(-1)?.data.previous_attributes).toEqual({ schedule: null });
    const [phase] = schedule.phases;
    expect(phase).toMatchObject({ items: [{ price: basic, plan: basic, quantity: 1 }] });
    const planned = engine.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'cancel',
      phases: [
        { items: [{ price: basic }], end_date: phase?.end_date ?? 0 },
        { items: [{ price: pro }], duration: month },
      ],
    });
    expect(subscriptionOf(schedule).cancel_at).toBe(planned.phases[1]?.end_date);
    until(phase?.end_date);
    expect(priceOf(schedule)).toEqual([pro]);
    expect(() => engine.subscriptionSchedules.create({ from_subscription: subscription.id })).toThrow(
      'already attached',
    );
  });

  it('change the running phase at once', () => {
    const schedule = create();
    engine.advance(DAY);
    engine.subscriptionSchedules.update(schedule.id, {
      phases: [{ items: [{ price: basic, quantity: 5 }], end_date: engine.clock.now() + 3 * DAY }],
    });
    expect(subscriptionOf(schedule).items.data[0]?.quantity).toBe(5);
    until(now(schedule).phases[0]?.end_date);
    expect(now(schedule).status).toBe('released');
  });

  it('are released, with or without the end that they had planned', () => {
    const [kept, freed] = [create({ end_behavior: 'cancel' }), create({ end_behavior: 'cancel' })];
    engine.advance(60);
    engine.subscriptionSchedules.release(kept.id, { preserve_cancel_date: true });
    engine.subscriptionSchedules.release(freed.id);
    const end = kept.phases[1]?.end_date;
    expect([kept, freed].map((one) => subscriptionOf(one).cancel_at)).toEqual([end, null]);
    until(end);
    expect([kept, freed].map((one) => subscriptionOf(one).status)).toEqual(['canceled', 'active']);
    expect(() => engine.subscriptionSchedules.release(kept.id)).toThrow('`released` status');
  });

  it('are canceled with their subscription, and it with them; aborted for want of payment', () => {
    const [first, second, waiting] = [create(), create(), create({ start_date: engine.clock.now() + DAY })];
    engine.advance(60);
    engine.subscriptionSchedules.cancel(first.id);
    engine.subscriptions.cancel(subscriptionOf(second).id);
    expect([first, second].map((one) => [now(one).status, subscriptionOf(one).status])).toEqual([
      ['canceled', 'canceled'],
      ['canceled', 'canceled'],
    ]);
    const debtor = engine.customers.create({ payment_method: 'pm_card_chargeCustomerFail' });
    const unpaid = create({ customer: debtor.id });
    engine.customers.delete(customer);
    expect(now(waiting).status).toBe('canceled');
    engine.advance(DAY);
    expect(now(unpaid).status).toBe('canceled');
    expect(engine.events.findLast(({ type }) => type.startsWith('subscription_schedule'))?.type).toBe(
      'subscription_schedule.aborted',
    );
  });

  it('give the discounts of a phase while they can be redeemed, and the trial of the first one', () => {
    engine.coupons.create({ id: 'KEEP', percent_off: 10, duration: 'forever' });
    engine.coupons.create({ id: 'GONE', percent_off: 10, duration: 'forever' });
    const schedule = create({
      phases: [
        { items: [{ price: basic }], duration: { interval: 'day', interval_count: 7 }, trial: true },
        { items: [{ price: basic }], discounts: [{ coupon: 'KEEP' }, { coupon: 'GONE' }], duration: month },
        { items: [{ price: basic }], duration: month },
      ],
    });
    expect(subscriptionOf(schedule)).toMatchObject({ status: 'trialing', discounts: [] });
    engine.coupons.delete('GONE');
    until(schedule.phases[0]?.end_date);
    expect(subscriptionOf(schedule).discounts).toHaveLength(1);
    expect(engine.store.invoices.get(subscriptionOf(schedule).latest_invoice ?? '').total).toBe(900);
    until(schedule.phases[1]?.end_date);
    expect(subscriptionOf(schedule).discounts).toEqual([]);
  });

  it.each([
    [{ phases: [] }, 'phases'],
    [{ customer: undefined }, 'customer'],
    [{ phases: [{ items: [] }] }, 'items'],
    [{ start_date: 1 }, 'past'],
    [{ phases: [{ items: [{ price: 'price_no' }] }] }, 'No such price'],
    [{ from_subscription: 'sub_no' }, 'No such subscription'],
  ])('%j is refused, and nothing is left of it', (extra, message) => {
    expect(() => create(extra)).toThrow(message);
    expect(engine.store.subscriptionSchedules.values()).toEqual([]);
  });

  it('refuses phases that cannot be', () => {
    const phase = { items: [{ price: basic }] };
    expect(() => create({ phases: [phase, phase] })).toThrow('`end_date` or a `duration`');
    expect(() => create({ phases: [{ ...phase, end_date: 5 }] })).toThrow('after its start');
    expect(() => create({ phases: [{ ...phase, end_date: 5, duration: month }] })).toThrow('only specify one');
    expect(() => create({ phases: [{ ...phase, trial_end: 5 }] })).toThrow('trial must end');
    expect(() =>
      create({
        phases: [
          { ...phase, duration: month },
          { ...phase, trial: true },
        ],
      }),
    ).toThrow('first phase');
  });
});
