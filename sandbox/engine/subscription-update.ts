import { listOf } from '../objects/stripe-object.js';
import { automaticTax, type Subscription } from '../objects/subscription.js';
import { finalizeAndPay } from './collect.js';
import type { EngineContext } from './context.js';
import { draftInvoice } from './invoice-draft.js';
import { given, mergeMetadata, type MetadataParam } from './metadata.js';
import { prorate } from './proration.js';
import { planCancel, planPeriod } from './renewal.js';
import { type CancelAtParams, cancelAtPatch } from './subscription-cancel-at.js';
import { changedDiscounts, type DiscountsParam, redeemerOf } from './subscription-discounts.js';
import type { CancellationDetails } from './subscription-end.js';
import { changedItems, type ItemParam, resets } from './subscription-items.js';
import { endsTrial, withoutTrial } from './subscription-trial.js';
import { requireUpdatable } from './subscription-update-rules.js';
import { dropPendingUpdate, updateWhenPaid } from './update-when-paid.js';

export interface SubscriptionUpdate extends CancelAtParams {
  items?: readonly ItemParam[];
  automatic_tax?: { enabled: boolean };
  cancellation_details?: CancellationDetails;
  /** An empty text takes it away: the customer's own default pays then. */
  default_payment_method?: string;
  description?: string;
  discounts?: DiscountsParam;
  metadata?: MetadataParam;
  /** `pending_if_incomplete` changes nothing before the invoice of the change is paid. */
  payment_behavior?: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'pending_if_incomplete';
  /** `create_prorations` (the default) waits for the next invoice, `always_invoice` bills at once. */
  proration_behavior?: 'create_prorations' | 'always_invoice' | 'none';
  /** Ends the trial, and bills the first period. */
  trial_end?: 'now';
}

export function updateSubscription(ctx: EngineContext, id: string, params: SubscriptionUpdate): Subscription {
  const { clock, ids, record, store } = ctx;
  const { default_payment_method: method } = params;
  const current = store.subscriptions.get(id);
  requireUpdatable(ctx, current, params);
  const trialEnds = endsTrial(current, params);
  const wanted = params.items ? changedItems(ctx, current, params.items) : current.items.data;
  const items = trialEnds ? withoutTrial(ctx, wanted) : wanted;
  if (params.items) dropPendingUpdate(ctx, id);
  const before = store.subscriptions.get(id);
  const restarts = trialEnds || resets(before, items);
  const bills = trialEnds || !['trialing', 'incomplete', 'paused'].includes(before.status);
  const changes = trialEnds || params.items !== undefined;
  const invoice =
    bills && changes && (restarts || params.proration_behavior === 'always_invoice') ? ids.timed('in') : null;
  const prorates = !trialEnds && params.proration_behavior !== 'none';
  if (invoice && params.payment_behavior === 'pending_if_incomplete') {
    return updateWhenPaid(ctx, before, { invoice, items, prorates, restarts, trialEnds });
  }
  const end = Math.min(...items.map((item) => item.current_period_end));
  const cancelAt = cancelAtPatch(before, params, end, clock.now());
  const reason = (cancelAt.cancellation_details ?? before.cancellation_details).reason;
  const patch: Partial<Subscription> = {
    ...given({ default_payment_method: method === '' ? null : method, description: params.description }),
    ...cancelAt,
    ...(params.automatic_tax && { automatic_tax: automaticTax(params.automatic_tax.enabled) }),
    cancellation_details: { ...before.cancellation_details, reason, ...params.cancellation_details },
    discounts: changedDiscounts(ctx, before.discounts, params.discounts, redeemerOf(before)),
    ...(changes && { items: listOf(before.items.url, items) }),
    ...(trialEnds && { status: 'active', trial_end: clock.now() }),
    ...(invoice && { latest_invoice: invoice }),
    ...(restarts && { billing_cycle_anchor: clock.now() }),
    metadata: mergeMetadata(before.metadata, params.metadata),
  };
  const after = record.update(store.subscriptions, before, patch, 'customer.subscription.updated');
  if (bills && params.items && prorates) prorate(ctx, before.items.data, items, restarts);
  if (restarts) planPeriod(ctx, after);
  if (after.cancel_at !== null && after.cancel_at !== before.cancel_at) planCancel(ctx, id, after.cancel_at);
  if (invoice) {
    const draft = { id: invoice, reason: 'subscription_update', withPeriod: restarts, autoAdvance: true } as const;
    finalizeAndPay(ctx, draftInvoice(ctx, after, draft));
  }
  return store.subscriptions.get(id);
}
