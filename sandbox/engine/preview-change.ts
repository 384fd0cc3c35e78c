import type { Invoice } from '../objects/invoice.js';
import { listOf } from '../objects/stripe-object.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { previewInvoice } from './invoice-draft.js';
import { previewProrations } from './proration.js';
import { changedItems, resets, type ItemParam } from './subscription-items.js';
import { endsTrial, withoutTrial } from './subscription-trial.js';
import type { SubscriptionUpdate } from './subscription-update.js';

export interface PreviewCreate {
  subscription: string;
  subscription_details?: Pick<SubscriptionUpdate, 'proration_behavior' | 'trial_end'> & {
    items?: readonly ItemParam[];
  };
}

/**
 * What a change of the subscription's items would bill, at once or with the next renewal, as `updateSubscription` bills
 * it. Nothing is kept and nothing told; its id cannot be read.
 */
export function previewChange(ctx: EngineContext, { subscription, subscription_details }: PreviewCreate): Invoice {
  const before = ctx.store.subscriptions.get(subscription, 'subscription');
  if (before.ended_at !== null) throw invalidRequest('You cannot preview the invoice of a canceled subscription.');
  const { items: asked, proration_behavior = 'create_prorations' } = subscription_details ?? {};
  const trialEnds = endsTrial(before, subscription_details ?? {});
  const wanted = asked ? changedItems(ctx, before, asked) : before.items.data;
  const items = trialEnds ? withoutTrial(ctx, wanted) : wanted;
  const restarts = trialEnds || resets(before, items);
  const bills = trialEnds || !['trialing', 'incomplete', 'paused'].includes(before.status);
  const atOnce = bills && (trialEnds || asked !== undefined) && (restarts || proration_behavior === 'always_invoice');
  const preview = previewInvoice(
    ctx,
    { ...before, items: listOf(before.items.url, items), ...(trialEnds && { status: 'active' }) },
    {
      reason: atOnce ? 'subscription_update' : 'upcoming',
      withPeriod: restarts || !atOnce,
      prorations:
        bills && !trialEnds && proration_behavior !== 'none'
          ? previewProrations(ctx, before.items.data, items, restarts)
          : [],
    },
  );
  return { ...preview, id: ctx.ids.timed('upcoming_in') };
}
