import type { PhaseParam } from '../engine/schedule-params.js';
import type { SubscriptionSchedule } from '../objects/subscription-schedule.js';
import { anyCustomer } from './customer.actions.js';
import type { Action, Life } from './life.js';
import { anySubscription, someItems } from './subscription.actions.js';

const DAY = 86_400;

/** No sum of them is a distance between two attempts at a payment: a phase and a retry of one second would flip the status. */
const DAYS = [7, 10, 13, 20];

function alive(life: Life, ...statuses: SubscriptionSchedule['status'][]): SubscriptionSchedule | undefined {
  const wanted = statuses.length === 0 ? ['not_started', 'active'] : statuses;
  return life.pick(life.engine.store.subscriptionSchedules.values().filter(({ status }) => wanted.includes(status)));
}

/** A phase of some days or of whole months. */
function somePhase(life: Life): PhaseParam {
  const { random } = life;
  // A discount for one invoice would come and go within the second of a renewal.
  const lasting = life.engine.store.coupons.values().filter(({ duration, valid }) => valid && duration !== 'once');
  const coupon = random.chance(0.3) ? life.pick(lasting) : undefined;
  const duration = random.chance(0.5)
    ? ({ interval: 'month', interval_count: 1 + random.int(2) } as const)
    : ({ interval: 'day', interval_count: random.pick(DAYS) } as const);
  return {
    duration,
    items: someItems(life),
    metadata: { phase: life.fresh('phase') },
    proration_behavior: random.pick(['create_prorations', 'always_invoice', 'none'] as const),
    ...(coupon && { discounts: [{ coupon: coupon.id }] }),
  };
}

function settled(life: Life, found: SubscriptionSchedule): SubscriptionSchedule | undefined {
  life.separate(found.id, found.subscription, found.customer);
  const now = life.engine.store.subscriptionSchedules.get(found.id);
  return now.status === found.status ? now : undefined;
}

export const scheduleActions: readonly Action[] = [
  {
    name: 'schedule a new subscription',
    weight: 2,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer) return false;
      life.settle(customer.id);
      const { engine, random } = life;
      const [first, ...later] = Array.from({ length: 1 + random.int(3) }, () => somePhase(life));
      if (!first) return false;
      const start = random.chance(0.5) ? 'now' : engine.clock.now() + 3_600 * (1 + random.int(100));
      engine.subscriptionSchedules.create({
        customer: customer.id,
        end_behavior: random.pick(['release', 'cancel'] as const),
        phases: [{ ...first, ...(random.chance(0.2) && { trial: true }) }, ...later],
        start_date: start,
      });
      return true;
    },
  },
  {
    name: 'schedule a running subscription',
    weight: 2,
    run(life) {
      const { engine } = life;
      const found = anySubscription(life, 'active', 'trialing', 'past_due');
      if (!found) return false;
      life.settle(found.id, found.customer);
      const now = engine.store.subscriptions.get(found.id);
      if (now.status !== found.status || now.schedule !== null || now.cancel_at !== null) return false;
      const interval = now.items.data[0]?.price.recurring?.interval;
      const schedule = engine.subscriptionSchedules.create({ from_subscription: now.id });
      const [phase] = schedule.phases;
      if (!phase || interval !== 'month' || life.random.chance(0.3)) return true;
      const { end_date, items, metadata, trial_end } = phase;
      if (end_date <= engine.clock.now()) return true; // its renewal is due this second
      const kept = items.map(({ price, quantity }) => ({ price, quantity }));
      const discounts = phase.discounts.flatMap(({ discount }) => (discount === null ? [] : [{ discount }]));
      engine.subscriptionSchedules.update(schedule.id, {
        end_behavior: life.random.pick(['release', 'cancel'] as const),
        phases: [
          { end_date, items: kept, metadata, discounts, ...(trial_end !== null && { trial_end }) },
          somePhase(life),
        ],
      });
      return true;
    },
  },
  {
    name: 'edit schedule several times',
    weight: 2,
    run(life) {
      const schedule = alive(life);
      if (!schedule) return false;
      const times = 1 + life.random.int(2);
      for (let edit = 0; edit < times; edit += 1) {
        life.engine.subscriptionSchedules.update(schedule.id, { metadata: { note: life.fresh('note') } });
      }
      return true;
    },
  },
  {
    name: 'replan schedule',
    weight: 2,
    run(life) {
      const found = alive(life);
      const schedule = found && settled(life, found);
      if (!schedule) return false;
      const { clock, subscriptionSchedules } = life.engine;
      const start_date = schedule.current_phase?.start_date ?? clock.now() + DAY * (1 + life.random.int(5));
      const end_date = clock.now() + DAY * (6 + life.random.int(40)) + 1_800;
      const { duration: _open, ...first } = somePhase(life);
      subscriptionSchedules.update(schedule.id, {
        phases: [{ ...first, end_date, start_date }, somePhase(life)],
        proration_behavior: 'create_prorations',
      });
      return true;
    },
  },
  {
    name: 'release or cancel schedule',
    weight: 1,
    run(life) {
      const found = alive(life);
      const schedule = found && settled(life, found);
      if (!schedule) return false;
      if (life.random.chance(0.6)) life.engine.subscriptionSchedules.release(schedule.id);
      else life.engine.subscriptionSchedules.cancel(schedule.id);
      return true;
    },
  },
];
