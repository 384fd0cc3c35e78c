import { toPaymentIntent } from './payment-intent.mapper.js';

const newest = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 1900,
  amount_capturable: 0,
  amount_received: 0,
  application_fee_amount: 190,
  canceled_at: 1_420_070_460,
  cancellation_reason: 'abandoned',
  capture_method: 'automatic_async',
  client_secret: 'pi_1_secret_x',
  created: 1_420_070_400,
  currency: 'eur',
  customer: 'cus_1',
  description: 'Gold',
  last_payment_error: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'No funds.',
    type: 'card_error',
  },
  latest_charge: 'ch_1',
  metadata: { order: '7' },
  payment_method: 'pm_1',
  receipt_email: 'ann@example.com',
  setup_future_usage: 'off_session',
  status: 'requires_payment_method',
};
const columns = {
  customerId: 'cus_1',
  invoiceId: null,
  chargeId: 'ch_1',
  paymentMethodId: 'pm_1',
  status: 'requires_payment_method',
  currency: 'eur',
  amount: 1900,
  amountCapturable: 0,
  amountReceived: 0,
  applicationFeeAmount: 190,
  captureMethod: 'automatic_async',
  setupFutureUsage: 'off_session',
  failureCode: 'card_declined',
  declineCode: 'insufficient_funds',
  failureMessage: 'No funds.',
  cancellationReason: 'abandoned',
  canceledAt: new Date('2015-01-01T00:01:00Z'),
  receiptEmail: 'ann@example.com',
  description: 'Gold',
  metadata: { order: '7' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPaymentIntent', () => {
  it('newest shape, without its client secret', () => {
    expect(toPaymentIntent(newest)).toEqual(columns);
    expect(JSON.stringify(toPaymentIntent(newest))).not.toContain('secret');
  });

  it('until 2022-11: charges inside; before basil: an invoice; expanded', () => {
    const { latest_charge: _, ...older } = newest;
    const preBasil = {
      ...older,
      charges: { object: 'list', data: [{ id: 'ch_1' }, { id: 'ch_0' }] },
      customer: { id: 'cus_1' },
      invoice: { id: 'in_1' },
      payment_method: { id: 'pm_1' },
    };
    expect(toPaymentIntent(preBasil)).toEqual({ ...columns, invoiceId: 'in_1' });
  });

  it('since autumn 2025: names its invoice as its order', () => {
    const details = { customer_reference: null, order_reference: 'in_1SVWoDDwzgQ85STg31e2Dg' };
    expect(toPaymentIntent({ ...newest, payment_details: details })).toEqual({
      ...columns,
      invoiceId: 'in_1SVWoDDwzgQ85STg31e2Dg',
    });
  });

  it('2018, the first there were: sources', () => {
    const { latest_charge: _, payment_method: __, ...older } = newest;
    const oldest = { ...older, charges: { data: [{ id: 'ch_1' }] }, source: 'src_1', status: 'requires_source' };
    expect(toPaymentIntent(oldest)).toEqual({ ...columns, paymentMethodId: 'src_1' });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toPaymentIntent({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      metadata: {},
    });
  });

  it('refuses an amount that is not whole', () => {
    expect(() => toPaymentIntent({ ...newest, amount_received: 19.5 })).toThrow(
      'amount_received is not a whole number.',
    );
  });
});
