import { customerAccountBalance } from './customer-account-balance.move.js';

it('customer-account-balance: the balance went by both names', () => {
  expect(customerAccountBalance.downgrade({ id: 'cus_1', balance: -300 }, {})).toEqual({
    id: 'cus_1',
    account_balance: -300,
    balance: -300,
  });
});
