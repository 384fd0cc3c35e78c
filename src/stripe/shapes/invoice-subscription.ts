import type { StripeObject } from '../stripe.types.js';
import { hash, id } from './fields.js';

/** The subscription an invoice bills: `subscription`, since 2025-03-31.basil `parent.subscription_details.subscription`. */
export function invoiceSubscription(invoice: StripeObject): string | null {
  const parent = hash(invoice, 'parent');
  const details = parent && hash(parent, 'subscription_details');
  return (details && id(details, 'subscription')) ?? id(invoice, 'subscription');
}
