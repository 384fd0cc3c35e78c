import type { VersionMove } from './move.js';

/** Before 2019-12-03: `customer.tax_info` and `tax_info_verification`, null where tax ids are objects of their own. */
export const customerTaxInfo: VersionMove = {
  since: '2019-12-03',
  object: 'customer',
  downgrade(fields) {
    return { ...fields, tax_info: null, tax_info_verification: null };
  },
};
