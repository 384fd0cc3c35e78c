import { listOf } from '../objects/stripe-object.js';
import type { Subscription } from '../objects/subscription.js';
import { finalizeAndPay } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { draftInvoice } from './invoice-draft.js';
import { given, mergeMetadata, type MetadataParam } from './metadata.js';
import { prorate } from './proration.js';
import { planCancel, planPeriod } from './renewal.js';
import { type CancelAtParams, cancelAtPatch } from './subscription-cancel-at.js';
import type { CancellationDetails } from './subscription-end.js';
import { changedItems, type ItemParam, resets } from './subscription-items.js';

export interface SubscriptionUpdate extends CancelAtParams {
  items?: readonly ItemParam[];
  cancellation_details?: CancellationDetails;
  default_payment_method?: string;
  description?: string;
  metadata?: MetadataParam;
  /** `create_prorations` (the default) waits for the next invoice, `always_invoice` bills at once. */
  proration_behavior?: 'create_prorations' | 'always_invoice' | 'none';
}

export function updateSubscription(ctx: EngineContext, id: string, params: SubscriptionUpdate): Subscription {
  const { clock, ids, record, store } = ctx;
  const before = store.subscriptions.get(id);
  if (
    before.ended_at !== null &&
    (params.items || params.cancel_at !== undefined || params.cancel_at_period_end !== undefined)
  ) {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.');
  }
  const items = params.items ? changedItems(ctx, before, params.items) : before.items.data;
  const restarts = resets(before, items);
  const bills = before.status !== 'trialing' && before.status !== 'incomplete' && before.status !== 'paused';
  const invoice =
    bills && params.items && (restarts || params.proration_behavior === 'always_invoice') ? ids.timed('in') : null;
  const end = Math.min(...items.map((item) => item.current_period_end));
  const cancelAt = cancelAtPatch(before, params, end, clock.now());
  const reason = (cancelAt.cancellation_details ?? before.cancellation_details).reason;
  const patch: Partial<Subscription> = {
    ...given({ default_payment_method: params.default_payment_method, description: params.description }),
    ...cancelAt,
    cancellation_details: { ...before.cancellation_details, reason, ...params.cancellation_details },
    ...(params.items && { items: listOf(before.items.url, items) }),
    ...(invoice && { latest_invoice: invoice }),
    ...(restarts && { billing_cycle_anchor: clock.now() }),
    metadata: mergeMetadata(before.metadata, params.metadata),
  };
  const after = record.update(store.subscriptions, before, patch, 'customer.subscription.updated');
  if (bills && params.items && params.proration_behavior !== 'none') prorate(ctx, before.items.data, items, restarts);
  if (restarts) planPeriod(ctx, after);
  if (after.cancel_at !== null && after.cancel_at !== before.cancel_at) planCancel(ctx, id, after.cancel_at);
  if (invoice) {
    const draft = { id: invoice, reason: 'subscription_update', withPeriod: restarts, autoAdvance: true } as const;
    finalizeAndPay(ctx, draftInvoice(ctx, after, draft));
  }
  return store.subscriptions.get(id);
}
