import { BASIL, hashAt, type VersionMove, without } from './move.js';

/** Before basil: `invoice.subscription`, `subscription_details` and `quote` instead of `parent`; the first discount itself. */
export const invoiceSubscription: VersionMove = {
  since: BASIL,
  object: 'invoice',
  downgrade(fields, links) {
    const parent = hashAt(fields, 'parent');
    const details = hashAt(parent, 'subscription_details');
    return {
      ...without(fields, 'parent'),
      discount: links.discounts?.[0] ?? null,
      quote: hashAt(parent, 'quote_details')['quote'] ?? null,
      subscription: details['subscription'] ?? null,
      subscription_details: { metadata: details['metadata'] ?? null },
    };
  },
};
