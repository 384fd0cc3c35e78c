import { paymentIntentInvoice } from './payment-intent-invoice.move.js';

it('payment-intent-invoice: the intent named its invoice, null without one', () => {
  expect(paymentIntentInvoice.downgrade({ id: 'pi_1' }, { invoice: 'in_1' })).toEqual({ id: 'pi_1', invoice: 'in_1' });
  expect(paymentIntentInvoice.downgrade({ id: 'pi_1' }, {})).toEqual({ id: 'pi_1', invoice: null });
});
