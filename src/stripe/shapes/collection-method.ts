import type { StripeObject } from '../stripe.types.js';
import { word } from './fields.js';

/** How it is paid: `collection_method`, `billing` until 2019-10, and before 2017 there was one way only. */
export function collectionMethodOf(object: StripeObject): string {
  return word(object, 'collection_method') ?? word(object, 'billing') ?? 'charge_automatically';
}
