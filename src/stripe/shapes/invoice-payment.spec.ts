import { paymentOf, paymentOfInvoice } from './invoice-payment.js';

const none = { paymentIntentId: null, chargeId: null };
const paidBy = (payment_intent: unknown, more: object = {}) => ({
  payment: { type: 'payment_intent', payment_intent },
  ...more,
});

describe('paymentOfInvoice', () => {
  it.each([
    ['before basil', { payment_intent: 'pi_1', charge: 'ch_1' }, { paymentIntentId: 'pi_1', chargeId: 'ch_1' }],
    ['2015', { charge: 'ch_1' }, { paymentIntentId: null, chargeId: 'ch_1' }],
    [
      'since, asked for: the default one',
      {
        payments: {
          data: [paidBy('pi_0', { is_default: false, status: 'paid' }), paidBy('pi_1', { is_default: true })],
        },
      },
      { paymentIntentId: 'pi_1', chargeId: null },
    ],
    [
      'the first that was paid',
      { payments: { data: [paidBy('pi_0', { status: 'canceled' }), paidBy('pi_1', { status: 'paid' })] } },
      { paymentIntentId: 'pi_1', chargeId: null },
    ],
    ['none of them', { payments: { data: [paidBy('pi_0', { status: 'open' })] } }, none],
    ['since, not asked for', {}, none],
  ])('%s', (_, invoice, expected) => {
    expect(paymentOfInvoice(invoice)).toEqual(expected);
  });
});

describe('paymentOf', () => {
  it.each([
    ['an intent', paidBy('pi_1'), { paymentIntentId: 'pi_1', chargeId: null }],
    [
      'an intent, expanded',
      paidBy({ id: 'pi_1', latest_charge: 'ch_1' }),
      { paymentIntentId: 'pi_1', chargeId: 'ch_1' },
    ],
    ['a charge', { payment: { type: 'charge', charge: 'ch_1' } }, { paymentIntentId: null, chargeId: 'ch_1' }],
    ['a payment record', { payment: { type: 'payment_record', payment_record: 'pr_1' } }, none],
    ['nothing', {}, none],
  ])('%s', (_, invoicePayment, expected) => {
    expect(paymentOf(invoicePayment)).toEqual(expected);
  });
});
