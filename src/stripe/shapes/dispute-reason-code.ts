import type { StripeObject } from '../stripe.types.js';
import { hash, text, word } from './fields.js';

/** How the disputed payment was made; null before 2022, when a dispute did not say. */
export function disputedMethod(dispute: StripeObject): string | null {
  return word(hash(dispute, 'payment_method_details') ?? {}, 'type');
}

/** The network's own reason: `network_reason_code` until 2022, since then under the payment method, by two names. */
export function networkReasonCode(dispute: StripeObject): string | null {
  const details = hash(dispute, 'payment_method_details') ?? {};
  const means = hash(details, disputedMethod(dispute) ?? '') ?? {};
  return text(means, 'network_reason_code') ?? text(means, 'reason_code') ?? text(dispute, 'network_reason_code');
}
