import { hashAt, type VersionMove, without } from './move.js';

/** Before 2022-08-01: a session's `shipping` and `shipping_rate` instead of `shipping_details` and `shipping_cost`. */
export const checkoutShipping: VersionMove = {
  since: '2022-08-01',
  object: 'checkout.session',
  downgrade(fields) {
    return {
      ...without(fields, 'shipping_cost', 'shipping_details'),
      shipping: fields['shipping_details'] ?? null,
      shipping_rate: hashAt(fields, 'shipping_cost')['shipping_rate'] ?? null,
    };
  },
};
