import type { VersionMove } from './move.js';

/** Before 2019-10-17: `subscription.billing`, beside the `collection_method` it was renamed to. */
export const subscriptionBilling: VersionMove = {
  since: '2019-10-17',
  object: 'subscription',
  downgrade(fields) {
    return { ...fields, billing: fields['collection_method'] };
  },
};

/** Before 2019-10-17: `invoice.billing`, beside the `collection_method` it was renamed to. */
export const invoiceBilling: VersionMove = { ...subscriptionBilling, object: 'invoice' };
