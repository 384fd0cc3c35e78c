import type { StripeObject } from '../stripe.types.js';
import { field } from './fields.js';
import { list } from './list.js';

/**
 * The items of a subscription. Until 2016 there were none: the subscription held `plan` and `quantity` itself, and is
 * therefore read as its own only item, under its own id.
 */
export function subscriptionItems(subscription: StripeObject): StripeObject[] {
  if (field(subscription, 'items') !== null) return list(subscription, 'items');
  return field(subscription, 'plan') === null ? [] : [subscription];
}
