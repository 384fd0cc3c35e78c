import { BASIL, type VersionMove } from './move.js';

/** Before basil: `payment_intent.invoice`. */
export const paymentIntentInvoice: VersionMove = {
  since: BASIL,
  object: 'payment_intent',
  downgrade(fields, links) {
    return { ...fields, invoice: links.invoice ?? null };
  },
};
