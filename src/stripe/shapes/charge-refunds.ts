import type { StripeObject } from '../stripe.types.js';
import { list } from './list.js';

/** The refunds that a charge carries: the last ten until 2022-11-15, none since unless asked for. */
export function chargeRefunds(charge: StripeObject): StripeObject[] {
  return list(charge, 'refunds');
}
