import { toInvoicePayment } from './invoice-payment.mapper.js';

const newest = {
  id: 'inpay_1',
  object: 'invoice_payment',
  amount_paid: 2061,
  amount_requested: 2061,
  created: 1_420_070_400,
  currency: 'eur',
  invoice: 'in_1',
  is_default: true,
  payment: { type: 'payment_intent', payment_intent: 'pi_1' },
  status: 'paid',
  status_transitions: { canceled_at: null, paid_at: 1_420_070_460 },
};
const columns = {
  invoiceId: 'in_1',
  paymentType: 'payment_intent',
  paymentIntentId: 'pi_1',
  chargeId: null,
  status: 'paid',
  isDefault: true,
  currency: 'eur',
  amountRequested: 2061,
  amountPaid: 2061,
  paidAt: new Date('2015-01-01T00:01:00Z'),
  canceledAt: null,
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toInvoicePayment', () => {
  it('newest shape, of which there is no older one', () => {
    expect(toInvoicePayment(newest)).toEqual(columns);
  });

  it('expanded', () => {
    const payment = { type: 'payment_intent', payment_intent: { id: 'pi_1', latest_charge: 'ch_1' } };
    expect(toInvoicePayment({ ...newest, invoice: { id: 'in_1' }, payment })).toEqual({ ...columns, chargeId: 'ch_1' });
  });

  it('a charge of an invoice from before 2019, not paid', () => {
    const open = { amount_paid: null, payment: { type: 'charge', charge: 'ch_1' }, status_transitions: null };
    expect(toInvoicePayment({ ...newest, ...open })).toEqual({
      ...columns,
      paymentType: 'charge',
      paymentIntentId: null,
      chargeId: 'ch_1',
      amountPaid: null,
      paidAt: null,
    });
  });

  it('nothing said', () => {
    expect(toInvoicePayment({})).toEqual(Object.fromEntries(Object.keys(columns).map((column) => [column, null])));
  });

  it('refuses what is no id', () => {
    expect(() => toInvoicePayment({ payment: { payment_intent: 5 } })).toThrow('payment.payment_intent is not an id.');
  });
});
