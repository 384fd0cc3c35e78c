import type { StripeObject } from '../stripe.types.js';
import { word } from './fields.js';

/** The currency of the object's amounts: lower case, as Stripe sends it, three letters (`usdc` has four). */
export function currencyOf(object: StripeObject): string | null {
  return word(object, 'currency')?.toLowerCase() ?? null;
}
