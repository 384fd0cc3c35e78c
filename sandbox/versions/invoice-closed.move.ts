import type { VersionMove } from './move.js';

/** Before 2018-11-08: `invoice.closed` and `forgiven`, beside the `auto_advance` and the `status` that replaced them. */
export const invoiceClosed: VersionMove = {
  since: '2018-11-08',
  object: 'invoice',
  downgrade(fields) {
    return { ...fields, closed: fields['auto_advance'] !== true, forgiven: fields['status'] === 'uncollectible' };
  },
};
