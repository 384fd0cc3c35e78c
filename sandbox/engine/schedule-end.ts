import { periodEnd } from '../objects/subscription.js';
import type { SubscriptionSchedule } from '../objects/subscription-schedule.js';
import type { EngineContext } from './context.js';
import { cancelAtPatch } from './subscription-cancel-at.js';

/** `aborted`: canceled, because its subscription ended for want of payment. */
type ScheduleStop = 'aborted' | 'canceled' | 'completed';

/** Ends a schedule that has not ended yet; its subscription is the caller's. */
export function stopSchedule(
  { clock, record, store }: EngineContext,
  schedule: SubscriptionSchedule,
  stop: ScheduleStop,
): SubscriptionSchedule {
  if (!isAlive(schedule)) return schedule;
  const ended: Partial<SubscriptionSchedule> =
    stop === 'completed'
      ? { completed_at: clock.now(), status: 'completed' }
      : { canceled_at: clock.now(), status: 'canceled' };
  const patch = { ...ended, current_phase: null };
  return record.step(store.subscriptionSchedules, schedule, patch, `subscription_schedule.${stop}`);
}

/** The subscription goes on without it, and without the end that the schedule had planned for it. */
export function releaseSchedule(
  { clock, record, store }: EngineContext,
  schedule: SubscriptionSchedule,
  keepsCancelDate = false,
): SubscriptionSchedule {
  const patch: Partial<SubscriptionSchedule> = {
    current_phase: null,
    released_at: clock.now(),
    released_subscription: schedule.subscription,
    status: 'released',
    subscription: null,
  };
  const released = record.step(store.subscriptionSchedules, schedule, patch, 'subscription_schedule.released');
  const subscription = store.subscriptions.find(schedule.subscription ?? '');
  if (!subscription) return released;
  const now = clock.now();
  const end = schedule.end_behavior === 'cancel' && !keepsCancelDate ? { cancel_at: null } : {};
  const freed = { ...cancelAtPatch(subscription, end, periodEnd(subscription), now), schedule: null };
  record.update(store.subscriptions, subscription, freed, 'customer.subscription.updated');
  return released;
}

export function isAlive({ status }: SubscriptionSchedule): boolean {
  return status === 'not_started' || status === 'active';
}
