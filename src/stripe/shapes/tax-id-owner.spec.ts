import { taxIdOwner } from './tax-id-owner.js';

describe('taxIdOwner', () => {
  it.each([
    [
      'a customer',
      { customer: 'cus_1', owner: { type: 'customer', customer: 'cus_1' } },
      { ownerType: 'customer', customerId: 'cus_1' },
    ],
    [
      'a customer, expanded',
      { customer: null, owner: { type: 'customer', customer: { id: 'cus_1' } } },
      { ownerType: 'customer', customerId: 'cus_1' },
    ],
    ['a customer, before 2024', { customer: 'cus_1' }, { ownerType: 'customer', customerId: 'cus_1' }],
    ['the account', { customer: null, owner: { type: 'self' } }, { ownerType: 'self', customerId: null }],
    ['nothing said', { owner: null }, { ownerType: null, customerId: null }],
  ])('%s', (_, taxId, expected) => {
    expect(taxIdOwner(taxId)).toEqual(expected);
  });

  it('names the path', () => {
    expect(() => taxIdOwner({ owner: { customer: 5 } })).toThrow('owner.customer is not an id.');
  });
});
