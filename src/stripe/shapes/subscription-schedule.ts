import type { StripeObject } from '../stripe.types.js';
import { collectionMethodOf } from './collection-method.js';
import { hash, id, word } from './fields.js';

/** What becomes of the subscription when its schedule ends: `end_behavior`, `renewal_behavior` until 2019-10-17. */
export function endBehavior(schedule: StripeObject): string | null {
  const former = word(schedule, 'renewal_behavior');
  return word(schedule, 'end_behavior') ?? (former === 'none' ? 'cancel' : former);
}

/** What holds in every phase that does not say otherwise. */
export interface ScheduleSettings {
  readonly collectionMethod: string;
  /** A payment method, or a source of older days; null is the customer's. */
  readonly defaultPaymentMethodId: string | null;
}

/** In `default_settings`; until 2019-11-05 on the schedule itself. */
export function scheduleSettings(schedule: StripeObject): ScheduleSettings {
  const settings = hash(schedule, 'default_settings') ?? schedule;
  return {
    collectionMethod: collectionMethodOf(settings),
    defaultPaymentMethodId: id(settings, 'default_payment_method') ?? id(settings, 'default_source'),
  };
}
