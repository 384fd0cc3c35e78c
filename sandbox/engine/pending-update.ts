import { listOf } from '../objects/stripe-object.js';
import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';

/** Its invoice is paid: `customer.subscription.updated` and, with the same snapshot, `…pending_update_applied`. */
export function applyPendingUpdate(ctx: EngineContext, id: string): void {
  const { record, store } = ctx;
  const subscription = store.subscriptions.get(id);
  const pending = subscription.pending_update;
  if (!pending) return;
  const anchor = pending.billing_cycle_anchor;
  const patch: Partial<Subscription> = {
    items: listOf(subscription.items.url, pending.subscription_items),
    pending_update: null,
    ...(anchor !== null && { billing_cycle_anchor: anchor }),
    ...(pending.trial_end !== null && { status: 'active', trial_end: pending.trial_end }),
  };
  const applied = record.update(store.subscriptions, subscription, patch, 'customer.subscription.updated');
  record.emit('customer.subscription.pending_update_applied', applied);
  if (anchor !== null) ctx.periodBegan(applied);
}

/** Nothing of it has happened: `customer.subscription.updated` and `…pending_update_expired`. */
export function forgetPendingUpdate(ctx: EngineContext, id: string): void {
  const { record, store } = ctx;
  const subscription = store.subscriptions.get(id);
  if (!subscription.pending_update) return;
  const patch = { pending_update: null };
  tellExpired(ctx, record.update(store.subscriptions, subscription, patch, 'customer.subscription.updated'));
}

export function tellExpired({ record }: EngineContext, subscription: Subscription): void {
  record.emit('customer.subscription.pending_update_expired', subscription);
}
