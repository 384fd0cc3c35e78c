import type { VersionMove } from './move.js';

/** Before 2019-10-17: `customer.account_balance`, beside the `balance` it was renamed to. */
export const customerAccountBalance: VersionMove = {
  since: '2019-10-17',
  object: 'customer',
  downgrade(fields) {
    return { ...fields, account_balance: fields['balance'] };
  },
};
