import { toCustomerTaxId } from './customer-tax-id.mapper.js';

const oldest = {
  id: 'txi_1',
  object: 'tax_id',
  country: 'DE',
  created: 1_420_070_400,
  customer: 'cus_1',
  type: 'eu_vat',
  value: 'DE123456789',
  verification: { status: 'verified', verified_address: 'Hauptstr. 1', verified_name: 'Jenny' },
};
const newest = { ...oldest, owner: { type: 'customer', customer: 'cus_1', customer_account: null } };
const columns = {
  customerId: 'cus_1',
  ownerType: 'customer',
  type: 'eu_vat',
  value: 'DE123456789',
  country: 'DE',
  verificationStatus: 'verified',
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toCustomerTaxId', () => {
  it.each([
    ['newest shape: name and address stay at Stripe', newest, columns],
    ['expanded', { ...newest, customer: { id: 'cus_1', object: 'customer' } }, columns],
    ['before 2024: no owner', oldest, columns],
    ['not verified', { ...newest, verification: null }, { ...columns, verificationStatus: null }],
    [
      "the account's own",
      { ...newest, customer: null, owner: { type: 'self' } },
      { ...columns, customerId: null, ownerType: 'self' },
    ],
    ['of a type that is not known yet', { ...newest, type: 'xx_vat' }, { ...columns, type: 'xx_vat' }],
  ])('%s', (_, taxId, expected) => {
    expect(toCustomerTaxId(taxId)).toEqual(expected);
  });

  it.each([
    [{ value: 123_456_789 }, 'value is not text.'],
    [{ owner: { type: 5 } }, 'owner.type is not text.'],
    [{ verification: { status: true } }, 'verification.status is not text.'],
    [{ customer: 5, owner: null }, 'customer is not an id.'],
  ])('refuses %j, and does not repeat it', (wrong, message) => {
    expect(() => toCustomerTaxId({ ...newest, ...wrong })).toThrow(new RegExp(`^${message.replaceAll('.', '\\.')}$`));
  });
});
