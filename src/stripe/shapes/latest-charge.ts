import type { StripeObject } from '../stripe.types.js';
import { id } from './fields.js';
import { list } from './list.js';

/** The last charge of a payment intent: `latest_charge`; until 2022-11-15 the first in `charges`. */
export function latestCharge(intent: StripeObject): string | null {
  const [newest] = list(intent, 'charges');
  return id(intent, 'latest_charge') ?? (newest ? id(newest, 'id') : null);
}
