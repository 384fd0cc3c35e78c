import { customerTaxInfo } from './customer-tax-info.move.js';

it('customer-tax-info: the customer had fields for one tax id', () => {
  expect(customerTaxInfo.downgrade({ id: 'cus_1' }, {})).toEqual({
    id: 'cus_1',
    tax_info: null,
    tax_info_verification: null,
  });
});
