import { accountManaged } from './account-managed.move.js';

it.each([
  ['custom', true],
  ['standard', false],
])('account-managed: a %s account was managed: %s', (type, managed) => {
  expect(accountManaged.downgrade({ id: 'acct_1', type }, {})).toEqual({ id: 'acct_1', managed });
});
