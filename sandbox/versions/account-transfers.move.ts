import { type VersionMove, without } from './move.js';

/** Before 2017-04-06: `transfers_enabled` instead of the account's `payouts_enabled`. */
export const accountTransfers: VersionMove = {
  since: '2017-04-06',
  object: 'account',
  downgrade(fields) {
    return { ...without(fields, 'payouts_enabled'), transfers_enabled: fields['payouts_enabled'] };
  },
};
