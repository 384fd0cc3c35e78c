import type { StripeObject } from '../stripe.types.js';
import { field, flag, integer, word } from './fields.js';

/** `succeeded` was `paid` until 2015-02; before 2014-12 there was only the flag. */
export function chargeStatus(charge: StripeObject): string | null {
  const status = word(charge, 'status');
  if (status !== null) return status === 'paid' ? 'succeeded' : status;
  const paid = flag(charge, 'paid');
  return paid === null ? null : paid ? 'succeeded' : 'failed';
}

/** Minor units. Before 2020 a charge said only whether it was captured; the rest of a partial capture was a refund. */
export function amountCaptured(charge: StripeObject): number | null {
  const amount = integer(charge, 'amount');
  return integer(charge, 'amount_captured') ?? (amount === null || flag(charge, 'captured') === true ? amount : 0);
}

/** `disputed`; before 2019 the `dispute` itself, which left the charge with 2023-08-16. */
export function isDisputed(charge: StripeObject): boolean {
  return flag(charge, 'disputed') ?? field(charge, 'dispute') !== null;
}
