import type { VersionMove } from './move.js';

/** Before 2018-10-31 the first invoice of a subscription had `billing_reason` `subscription_update`. */
export const invoiceBillingReason: VersionMove = {
  since: '2018-10-31',
  object: 'invoice',
  downgrade(fields) {
    const first = fields['billing_reason'] === 'subscription_create';
    return first ? { ...fields, billing_reason: 'subscription_update' } : fields;
  },
};
