import type { Phase, SubscriptionSchedule } from '../objects/subscription-schedule.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import { periodEnd, type Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { StripeApiError } from './errors.js';
import { type DiscountParam, redeemable, type Redeemer } from './redemption.js';
import { isAlive, releaseSchedule, stopSchedule } from './schedule-end.js';
import { endSubscription } from './subscription-end.js';
import type { ItemParam } from './subscription-items.js';
import { redeemerOf } from './subscription-discounts.js';
import { updateSubscription } from './subscription-update.js';
import { Subscriptions } from './subscriptions.js';

/** `subscription_schedule.expiring` comes a week ahead. */
const NOTICE_SECONDS = 7 * 86_400;

/** Where the last phase ends, seconds UTC. */
export function endOfSchedule({ phases }: SubscriptionSchedule): number {
  return Math.max(...phases.map(({ end_date }) => end_date));
}

/** not_started -> active: begins the subscription with the first phase. */
export function startSchedule(ctx: EngineContext, id: string): void {
  const { record, store } = ctx;
  const schedule = store.subscriptionSchedules.get(id);
  const [phase] = schedule.phases;
  if (schedule.status !== 'not_started' || !phase) return;
  planPhase(ctx, id, phase); // ahead of the subscription's own plans: at one second the phase changes before it is billed
  const { collection_method, default_payment_method, description, invoice_settings } = schedule.default_settings;
  const { customer } = schedule;
  const redeemer = { amount: null, currency: phase.currency, customer, subscription: null };
  const subscription = new Subscriptions(ctx).create(
    {
      customer,
      collection_method,
      discounts: phaseDiscounts(ctx, phase, redeemer) || [],
      items: phase.items.map(({ metadata, price, quantity }) => ({ metadata, price, quantity })),
      metadata: phase.metadata,
      ...(invoice_settings.days_until_due !== null && { days_until_due: invoice_settings.days_until_due }),
      ...(default_payment_method !== null && { default_payment_method }),
      ...(description !== null && { description }),
      ...(phase.trial_end !== null && { trial_end: phase.trial_end }),
    },
    { cancel_at: schedule.end_behavior === 'cancel' ? endOfSchedule(schedule) : null, schedule: id },
  );
  const patch = { current_phase: datesOf(phase), status: 'active', subscription: subscription.id } as const;
  planNotice(ctx, record.update(store.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated'));
}

/** Goes on to the next phase, or to the end, if the running phase is over. */
export function advanceSchedule(ctx: EngineContext, id: string): void {
  const schedule = ctx.store.subscriptionSchedules.get(id);
  const over = schedule.current_phase?.end_date ?? Infinity;
  if (schedule.status !== 'active' || over > ctx.clock.now()) return;
  const next = schedule.phases.find(({ start_date }) => start_date === over);
  if (next) enterPhase(ctx, schedule, next);
  else finish(ctx, schedule);
}

/** Changes the subscription to what the phase says. At the very end of a period nothing is left to prorate. */
export function applyPhase(ctx: EngineContext, id: string, phase: Phase, proration = phase.proration_behavior): void {
  const subscription = ctx.store.subscriptions.get(id);
  const items = itemChanges(subscription.items.data, phase);
  const atPeriodEnd = periodEnd(subscription) <= ctx.clock.now();
  updateSubscription(ctx, id, {
    discounts: phaseDiscounts(ctx, phase, redeemerOf(subscription), subscription),
    metadata: phase.metadata,
    ...(items.length > 0 && { items, proration_behavior: atPeriodEnd ? 'none' : proration }),
  });
}

export function planPhase(ctx: EngineContext, id: string, { end_date }: Phase): void {
  ctx.schedule.at(end_date, () => advanceSchedule(ctx, id));
}

export function planNotice(ctx: EngineContext, { id, ...schedule }: SubscriptionSchedule): void {
  const end = endOfSchedule({ id, ...schedule });
  if (end - NOTICE_SECONDS <= ctx.clock.now()) return;
  ctx.schedule.at(end - NOTICE_SECONDS, () => {
    const now = ctx.store.subscriptionSchedules.get(id);
    if (isAlive(now) && endOfSchedule(now) === end) ctx.record.emit('subscription_schedule.expiring', now);
  });
}

export function datesOf({ end_date, start_date }: Phase): { end_date: number; start_date: number } {
  return { end_date, start_date };
}

function enterPhase(ctx: EngineContext, schedule: SubscriptionSchedule, phase: Phase): void {
  const { record, store } = ctx;
  planPhase(ctx, schedule.id, phase);
  const patch = { current_phase: datesOf(phase) };
  record.update(store.subscriptionSchedules, schedule, patch, 'subscription_schedule.updated');
  if (schedule.subscription) applyPhase(ctx, schedule.subscription, phase);
}

function finish(ctx: EngineContext, schedule: SubscriptionSchedule): void {
  if (schedule.end_behavior === 'release') {
    releaseSchedule(ctx, schedule);
    return;
  }
  stopSchedule(ctx, schedule, 'completed');
  if (schedule.subscription) endSubscription(ctx, ctx.store.subscriptions.get(schedule.subscription));
}

/** Items of the same price stay, of the others one is changed into the next; what is left over is added or taken away. */
function itemChanges(current: readonly SubscriptionItem[], { items }: Phase): ItemParam[] {
  const kept = items.map((item) => current.find(({ price }) => price.id === item.price));
  const free = current.filter((item) => !kept.includes(item));
  const changes = items.flatMap(({ metadata, price, quantity }, index): ItemParam[] => {
    const item = kept[index] ?? free.shift();
    if (item?.price.id === price && item.quantity === quantity) return [];
    return [{ metadata, price, quantity, ...(item && { id: item.id }) }];
  });
  return [...changes, ...free.map(({ id }) => ({ id, deleted: true }))];
}

/** As an update takes them. What can no longer be redeemed when the phase begins is left out. */
function phaseDiscounts(
  ctx: EngineContext,
  { discounts }: Phase,
  redeemer: Redeemer,
  subscription?: Subscription,
): DiscountParam[] | '' {
  const params = discounts.flatMap(({ coupon, discount, promotion_code }): DiscountParam[] => {
    if (discount !== null) return subscription?.discounts.includes(discount) ? [{ discount }] : [];
    const param = promotion_code === null ? { coupon: coupon ?? '' } : { promotion_code };
    return isRedeemable(ctx, param, redeemer) ? [param] : [];
  });
  return params.length === 0 ? '' : params;
}

function isRedeemable(ctx: EngineContext, param: DiscountParam, redeemer: Redeemer): boolean {
  try {
    return redeemable(ctx, param, redeemer).coupon.valid;
  } catch (error) {
    if (error instanceof StripeApiError) return false;
    throw error;
  }
}
