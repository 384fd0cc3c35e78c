import type { VersionMove } from './move.js';

/** Before 2020-08-27: `subscription.tax_percent`, null where tax rates do it. */
export const subscriptionTaxPercent: VersionMove = {
  since: '2020-08-27',
  object: 'subscription',
  downgrade(fields) {
    return { ...fields, tax_percent: null };
  },
};

/** Before 2020-08-27: `invoice.tax_percent`, null where tax rates do it. */
export const invoiceTaxPercent: VersionMove = { ...subscriptionTaxPercent, object: 'invoice' };
