import { accountTransfers } from './account-transfers.move.js';

it('account-transfers: payouts were transfers', () => {
  expect(accountTransfers.downgrade({ id: 'acct_1', payouts_enabled: true }, {})).toEqual({
    id: 'acct_1',
    transfers_enabled: true,
  });
});
