import type { StripeObject } from '../stripe.types.js';
import { word } from './fields.js';

/** Until 2019-02 the statuses spoke of sources. */
const RENAMED: ReadonlyMap<string | null, string> = new Map([
  ['requires_source', 'requires_payment_method'],
  ['requires_source_action', 'requires_action'],
]);

export function paymentIntentStatus(intent: StripeObject): string | null {
  const status = word(intent, 'status');
  return RENAMED.get(status) ?? status;
}
