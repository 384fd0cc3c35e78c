import { listOf } from '../objects/stripe-object.js';
import { periodEnd, periodStart, type Subscription } from '../objects/subscription.js';
import { newSubscriptionItem, type SubscriptionItem } from '../objects/subscription-item.js';
import { nextPeriodEnd } from './calendar.js';
import { finalizeWaiting } from './collect.js';
import type { EngineContext } from './context.js';
import { DRAFT_SECONDS, draftInvoice, previewInvoice } from './invoice-draft.js';
import { tellExpired } from './pending-update.js';
import { endSubscription } from './subscription-end.js';

/** `invoice.upcoming` and `customer.subscription.trial_will_end` come three days ahead. */
const NOTICE_SECONDS = 3 * 86_400;

/** Plans everything that time alone does to the running period. Plans of a period that is no longer the running one do nothing. */
export function planPeriod(ctx: EngineContext, subscription: Subscription): void {
  const { clock, schedule, record } = ctx;
  const end = periodEnd(subscription);
  const current = (): Subscription | undefined => running(ctx, subscription.id, end);
  const notice = end - NOTICE_SECONDS;
  if (subscription.status === 'trialing') {
    schedule.at(Math.max(notice, clock.now()), () => {
      const trialing = current();
      if (trialing?.status === 'trialing') record.emit('customer.subscription.trial_will_end', trialing);
    });
  }
  if (notice > clock.now()) {
    schedule.at(notice, () => {
      const billed = current();
      if (billed && billed.status !== 'paused' && billed.cancel_at === null) {
        record.emit('invoice.upcoming', previewInvoice(ctx, renewed(billed)));
      }
    });
  }
  schedule.at(end, () => {
    const ending = current();
    if (ending) ctx.phaseDue(ending);
    const due = current();
    if (due) renew(ctx, due);
  });
}

/** A cancellation inside the period; one at its end is part of the renewal. */
export function planCancel(ctx: EngineContext, id: string, at: number): void {
  ctx.schedule.at(at, () => {
    const subscription = ctx.store.subscriptions.get(id);
    if (subscription.ended_at === null && subscription.cancel_at === at) endSubscription(ctx, subscription);
  });
}

function running(ctx: EngineContext, id: string, end: number): Subscription | undefined {
  const subscription = ctx.store.subscriptions.get(id);
  return subscription.ended_at === null && periodEnd(subscription) === end ? subscription : undefined;
}

/** The period is over: end, pause, or the next period with its invoice. */
function renew(ctx: EngineContext, subscription: Subscription): void {
  if (subscription.cancel_at !== null && subscription.cancel_at <= ctx.clock.now()) {
    endSubscription(ctx, subscription);
  } else if (subscription.status === 'trialing' && !hasPaymentMethod(ctx, subscription)) {
    endUnpayableTrial(ctx, subscription);
  } else if (subscription.status !== 'paused' && subscription.status !== 'incomplete') {
    billNextPeriod(ctx, subscription);
  }
}

/**
 * Draft first, then the new period on the subscription, which an update that is pending does not outlive; about an hour
 * later the invoice is finalized and paid.
 */
export function billNextPeriod(ctx: EngineContext, before: Subscription): void {
  const { ids, record, schedule, store } = ctx;
  const next = renewed(before);
  const id = ids.timed('in');
  const collects = next.status !== 'unpaid';
  const draft = draftInvoice(ctx, next, {
    id,
    reason: 'subscription_cycle',
    withPeriod: true,
    autoAdvance: collects,
    periodStart: periodStart(before),
  });
  const patch = { items: next.items, latest_invoice: draft.id, pending_update: null, status: next.status };
  const billed = store.subscriptions.get(before.id);
  const after = record.update(store.subscriptions, billed, patch, 'customer.subscription.updated');
  if (before.pending_update) tellExpired(ctx, after);
  planPeriod(ctx, after);
  if (collects) schedule.after(DRAFT_SECONDS, () => finalizeWaiting(ctx, id));
}

/** The subscription with the next period on its items: what the renewal will write, or would. */
function renewed(subscription: Subscription): Subscription {
  const { url } = subscription.items;
  const items = subscription.items.data.map((item) => nextPeriod(item, subscription.billing_cycle_anchor));
  const status = subscription.status === 'trialing' ? 'active' : subscription.status;
  return { ...subscription, items: listOf(url, items), status };
}

function nextPeriod(item: SubscriptionItem, anchor: number): SubscriptionItem {
  const start = item.current_period_end;
  return newSubscriptionItem({
    ...item,
    current_period_end: nextPeriodEnd(item.price, start, anchor),
    current_period_start: start,
  });
}

function hasPaymentMethod({ store }: EngineContext, subscription: Subscription): boolean {
  const { invoice_settings } = store.customers.get(subscription.customer);
  return (subscription.default_payment_method ?? invoice_settings.default_payment_method) !== null;
}

function endUnpayableTrial(ctx: EngineContext, subscription: Subscription): void {
  switch (subscription.trial_settings.end_behavior.missing_payment_method) {
    case 'cancel':
      endSubscription(ctx, subscription);
      break;
    case 'pause':
      pauseSubscription(ctx, subscription, 'trial_end_without_payment_method');
      break;
    case 'create_invoice':
      billNextPeriod(ctx, subscription);
  }
}

/** `customer.subscription.updated` and, with the same snapshot, `customer.subscription.paused`. */
export function pauseSubscription(
  { clock, record, store }: EngineContext,
  before: Subscription,
  reason: string,
): Subscription {
  const paused = { subscription: { type: reason }, transitioned_at: clock.now(), type: 'subscription' } as const;
  const patch = { pending_update: null, status: 'paused', status_details: { paused } } as const;
  const subscription = record.update(store.subscriptions, before, patch, 'customer.subscription.updated');
  record.emit('customer.subscription.paused', subscription);
  return subscription;
}
