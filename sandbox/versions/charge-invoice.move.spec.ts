import { chargeInvoice } from './charge-invoice.move.js';

it('charge-invoice: the charge named its invoice, null without one', () => {
  expect(chargeInvoice.downgrade({ id: 'ch_1' }, { invoice: 'in_1' })).toEqual({ id: 'ch_1', invoice: 'in_1' });
  expect(chargeInvoice.downgrade({ id: 'ch_1' }, {})).toEqual({ id: 'ch_1', invoice: null });
});
