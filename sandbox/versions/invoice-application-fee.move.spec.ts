import { invoiceApplicationFee } from './invoice-application-fee.move.js';

it('invoice-application-fee: the fee had another name', () => {
  expect(invoiceApplicationFee.downgrade({ id: 'in_1', application_fee_amount: 12 }, {})).toEqual({
    id: 'in_1',
    application_fee: 12,
  });
  expect(invoiceApplicationFee.downgrade({ id: 'in_1' }, {})).toEqual({ id: 'in_1', application_fee: null });
});
