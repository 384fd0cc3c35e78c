import { cancellingOf } from '../../stripe/shapes/cancelling.js';
import { collectionMethodOf } from '../../stripe/shapes/collection-method.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { discountsOf } from '../../stripe/shapes/discounts.js';
import { count, hash, id, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { subscriptionItems } from '../../stripe/shapes/subscription-items.js';
import { subscriptionPeriod } from '../../stripe/shapes/subscription-period.js';
import { tenantIdOf } from '../../stripe/shapes/tenant-id.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { SubscriptionColumns } from './subscription.entity.js';
import { toSubscriptionItem } from './subscription-item.mapper.js';

export function toSubscription(subscription: StripeObject): SubscriptionColumns {
  const items = subscriptionItems(subscription).map((item) => toSubscriptionItem(item, subscription));
  const period = subscriptionPeriod(subscription);
  const cancellation = hash(subscription, 'cancellation_details') ?? {};
  const pauseCollection = hash(subscription, 'pause_collection') ?? {};
  return {
    customerId: id(subscription, 'customer'),
    tenantId: tenantIdOf(subscription),
    status: word(subscription, 'status'),
    currency: currencyOf(subscription) ?? items.find(({ currency }) => currency !== null)?.currency ?? null,
    collectionMethod: collectionMethodOf(subscription),
    daysUntilDue: count(subscription, 'days_until_due'),
    currentPeriodStart: period.start,
    currentPeriodEnd: period.end,
    billingCycleAnchor: seconds(subscription, 'billing_cycle_anchor'),
    trialStart: seconds(subscription, 'trial_start'),
    trialEnd: seconds(subscription, 'trial_end'),
    ...cancellingOf(subscription),
    canceledAt: seconds(subscription, 'canceled_at'),
    endedAt: seconds(subscription, 'ended_at'),
    cancellationReason: text(cancellation, 'reason'),
    cancellationFeedback: text(cancellation, 'feedback'),
    pauseReason: pauseReason(subscription),
    pauseCollectionBehavior: text(pauseCollection, 'behavior'),
    pauseCollectionResumesAt: seconds(pauseCollection, 'resumes_at'),
    defaultPaymentMethodId: id(subscription, 'default_payment_method') ?? id(subscription, 'default_source'),
    pendingUpdateExpiresAt: seconds(hash(subscription, 'pending_update') ?? {}, 'expires_at'),
    latestInvoiceId: id(subscription, 'latest_invoice'),
    pendingSetupIntentId: id(subscription, 'pending_setup_intent'),
    scheduleId: id(subscription, 'schedule'),
    testClockId: id(subscription, 'test_clock'),
    description: text(subscription, 'description'),
    discounts: discountsOf(subscription),
    metadata: metadataOf(subscription),
    createdAt: createdAt(subscription),
    items,
  };
}

/** Since 2026-09-30.endive. */
function pauseReason(subscription: StripeObject): string | null {
  const details = hash(subscription, 'status_details');
  const paused = details && hash(details, 'paused');
  const cause = paused && hash(paused, 'subscription');
  return cause && text(cause, 'type');
}
