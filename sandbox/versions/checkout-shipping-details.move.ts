import { BASIL, hashAt, type VersionMove } from './move.js';

/** Before basil: `checkout.session.shipping_details`, which is in `collected_information` since. */
export const checkoutShippingDetails: VersionMove = {
  since: BASIL,
  object: 'checkout.session',
  downgrade(fields) {
    return { ...fields, shipping_details: hashAt(fields, 'collected_information')['shipping_details'] ?? null };
  },
};
