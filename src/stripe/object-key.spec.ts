import { objectKey } from './object-key.js';

describe('objectKey', () => {
  it.each([
    ['an object with an id', { type: 'invoice.paid', object: { id: 'in_1' } }, 'in_1'],
    ['a preview', { type: 'invoice.upcoming', object: { id: 'upcoming_in_1' } }, null],
    [
      'a deauthorization',
      { type: 'account.application.deauthorized', account: 'acct_1', object: { id: 'ca_1' } },
      'acct_1',
    ],
    [
      'an authorization',
      { type: 'account.application.authorized', account: 'acct_1', object: { id: 'ca_1' } },
      'acct_1',
    ],
    [
      'an authorization by nobody',
      { type: 'account.application.authorized', account: '', object: { id: 'ca_1' } },
      null,
    ],
    [
      'entitlements',
      { type: 'entitlements.active_entitlement_summary.updated', object: { customer: 'cus_1' } },
      'cus_1',
    ],
    ['a discount', { type: 'customer.discount.updated', object: { id: 'di_1', customer: 'cus_1' } }, 'di_1'],
    [
      "a subscription's discount before 2020",
      { type: 'customer.discount.created', object: { customer: 'cus_1', subscription: 'sub_1' } },
      'sub_1',
    ],
    [
      "a customer's discount before 2020",
      { type: 'customer.discount.deleted', object: { customer: { id: 'cus_1' }, subscription: null } },
      'cus_1',
    ],
    ['a discount of nothing', { type: 'customer.discount.created', object: {} }, null],
    ['no object', { type: 'invoice.paid', object: null }, null],
    ['no id', { type: 'balance.available', object: {} }, null],
    ['an id that is no text', { type: 'invoice.paid', object: { id: 7 } }, null],
    ['an id with U+0000', { type: 'invoice.paid', object: { id: 'in_\0' } }, null],
    ['a lone surrogate', { type: 'invoice.paid', object: { id: 'in_\ud800' } }, null],
    ['300 characters', { type: 'invoice.paid', object: { id: 'i'.repeat(300) } }, 'i'.repeat(300)],
    ['too long an id', { type: 'invoice.paid', object: { id: 'i'.repeat(501) } }, null],
  ])('%s', (_, event, expected) => {
    expect(objectKey(event)).toBe(expected);
  });
});
