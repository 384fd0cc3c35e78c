import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { locationError } from './finalization-failure.js';
import type { SubscriptionUpdate } from './subscription-update.js';
import { hasTaxLocation } from './tax-location.js';

/** What may change together with a pending update. */
const WITH_PENDING = new Set(['items', 'payment_behavior', 'proration_behavior', 'trial_end']);

/** @throws StripeApiError for an update that the subscription's state does not allow */
export function requireUpdatable({ store }: EngineContext, before: Subscription, params: SubscriptionUpdate): void {
  const { automatic_tax, cancel_at, cancel_at_period_end, default_payment_method: method, discounts, items } = params;
  const cancels = cancel_at !== undefined || cancel_at_period_end !== undefined;
  if (before.ended_at !== null && (items || cancels || automatic_tax || discounts !== undefined)) {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.');
  }
  if (before.schedule !== null && cancels) {
    throw invalidRequest(
      `The subscription is managed by the subscription schedule \`${before.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
  }
  if (method) store.paymentMethods.get(method, 'default_payment_method');
  if (automatic_tax?.enabled && !hasTaxLocation(store.customers.get(before.customer))) throw locationError();
  if (params.payment_behavior !== 'pending_if_incomplete') return;
  const other = Object.entries(params).find(([name, value]) => value !== undefined && !WITH_PENDING.has(name));
  if (!other) return;
  throw invalidRequest(
    `When \`payment_behavior\` is set to \`pending_if_incomplete\`, you cannot pass the following parameter: ${other[0]}.`,
    other[0],
  );
}
