import { type VersionMove, without } from './move.js';

/** Before 2019-03-14: `invoice.application_fee` (minor units) instead of `application_fee_amount`. */
export const invoiceApplicationFee: VersionMove = {
  since: '2019-03-14',
  object: 'invoice',
  downgrade(fields) {
    return { ...without(fields, 'application_fee_amount'), application_fee: fields['application_fee_amount'] ?? null };
  },
};
