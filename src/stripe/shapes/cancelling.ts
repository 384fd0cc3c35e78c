import type { StripeObject } from '../stripe.types.js';
import { flag, seconds } from './fields.js';
import { subscriptionPeriod } from './subscription-period.js';

export interface Cancelling {
  readonly cancelling: boolean;
  /** When it ends, or ended, as far as that is planned. */
  readonly cancelAt: Date | null;
}

/**
 * Whether a subscription is going to end. Since 2025-09-30.clover the portal sets `cancel_at` and leaves
 * `cancel_at_period_end` false; the oldest versions know only the latter, and the period's end is then the time.
 */
export function cancellingOf(subscription: StripeObject): Cancelling {
  const atPeriodEnd = flag(subscription, 'cancel_at_period_end') === true;
  const planned = seconds(subscription, 'cancel_at');
  return {
    cancelling: atPeriodEnd || planned !== null,
    cancelAt: planned ?? (atPeriodEnd ? subscriptionPeriod(subscription).end : null),
  };
}
