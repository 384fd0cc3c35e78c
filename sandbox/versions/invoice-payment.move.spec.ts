import { invoicePayment } from './invoice-payment.move.js';

describe('invoice-payment', () => {
  it('the invoice named its payment and said `paid`', () => {
    const links = { payment_intent: 'pi_1', charge: 'ch_1' };
    expect(invoicePayment.downgrade({ id: 'in_1', status: 'paid', amount_overpaid: 0 }, links)).toEqual({
      id: 'in_1',
      status: 'paid',
      application_fee_amount: null,
      charge: 'ch_1',
      paid: true,
      paid_out_of_band: false,
      payment_intent: 'pi_1',
      transfer_data: null,
    });
  });

  it.each(['draft', 'open', 'void', 'uncollectible'])('%s is not paid', (status) => {
    expect(invoicePayment.downgrade({ status }, {})).toMatchObject({ paid: false, payment_intent: null, charge: null });
  });
});
