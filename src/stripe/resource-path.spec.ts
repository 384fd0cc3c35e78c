import { readerOf, resourcePath } from './resource-path.js';

it.each([
  ['customer', 'cus_1', '/v1/customers/cus_1'],
  ['checkout.session', 'cs_1', '/v1/checkout/sessions/cs_1'],
  ['invoice', 'in_1', '/v1/invoices/in_1'],
  ['account', 'acct_1', '/v1/accounts/acct_1'],
  ['person', 'person_1', '/v1/accounts/acct_1/persons/person_1'],
  ['capability', 'transfers', '/v1/accounts/acct_1/capabilities/transfers'],
  ['bank_account', 'ba_1', '/v1/accounts/acct_1/external_accounts/ba_1'],
  ['card', 'card_1', '/v1/accounts/acct_1/external_accounts/card_1'],
  ['application', 'acct_1', null],
  ['customer', '../refunds?x=', '/v1/customers/..%2Frefunds%3Fx%3D'],
  ['person', '../../x', '/v1/accounts/acct_1/persons/..%2F..%2Fx'],
  ['line_item', 'il_1', null],
  ['toString', 'x', null],
])('a %s %s is read at %s', (type, id, path) => {
  expect(resourcePath({ account: 'acct_1', type, id })).toBe(path);
});

it('what would be below the own account, whose id no event tells, is not read', () => {
  expect(resourcePath({ account: '', type: 'person', id: 'person_1' })).toBeNull();
});

it.each([
  ['customer', 'acct_1'],
  ['account', ''],
  ['person', ''],
  ['bank_account', ''],
  ['constructor', 'acct_1'],
])("a connected account's %s is read in the name of '%s'", (type, account) => {
  expect(readerOf({ account: 'acct_1', type })).toBe(account);
});
