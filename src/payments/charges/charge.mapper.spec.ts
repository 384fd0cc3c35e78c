import { toCharge } from './charge.mapper.js';

const facts = {
  id: 'ch_1',
  object: 'charge',
  amount: 1900,
  amount_refunded: 500,
  balance_transaction: 'txn_1',
  captured: true,
  created: 1_420_070_400,
  currency: 'eur',
  customer: 'cus_1',
  description: 'Gold',
  failure_code: null,
  failure_message: null,
  metadata: { order: '7' },
  refunded: false,
};
const card = { country: 'US', exp_month: 8, exp_year: 2030, fingerprint: 'AOB934RVNwzk6xtn', last4: '4242' };
const newest = {
  ...facts,
  amount_captured: 1900,
  application_fee_amount: 190,
  disputed: true,
  failure_balance_transaction: 'txn_2',
  outcome: { type: 'authorized', reason: null, seller_message: 'Payment complete.' },
  paid: true,
  payment_intent: 'pi_1',
  payment_method: 'pm_1',
  payment_method_details: { type: 'card', card: { ...card, brand: 'visa' } },
  receipt_url: 'https://pay.stripe.com/receipts/x',
  source: null,
  status: 'succeeded',
};
const columns = {
  customerId: 'cus_1',
  paymentIntentId: 'pi_1',
  invoiceId: null,
  paymentMethodId: 'pm_1',
  balanceTransactionId: 'txn_1',
  failureBalanceTransactionId: 'txn_2',
  status: 'succeeded',
  captured: true,
  refunded: false,
  disputed: true,
  currency: 'eur',
  amount: 1900,
  amountCaptured: 1900,
  amountRefunded: 500,
  applicationFeeAmount: 190,
  failureCode: null,
  failureMessage: null,
  outcomeType: 'authorized',
  outcomeReason: null,
  paymentMethodType: 'card',
  brand: 'visa',
  last4: '4242',
  expMonth: 8,
  expYear: 2030,
  country: 'US',
  receiptUrl: 'https://pay.stripe.com/receipts/x',
  description: 'Gold',
  metadata: { order: '7' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toCharge', () => {
  it('newest shape, without the fingerprint of its card', () => {
    expect(toCharge(newest)).toEqual(columns);
    expect(JSON.stringify(toCharge(newest))).not.toContain('AOB934RVNwzk6xtn');
  });

  it('before basil: an invoice; expanded', () => {
    const preBasil = {
      ...newest,
      balance_transaction: { id: 'txn_1', object: 'balance_transaction' },
      customer: { id: 'cus_1', object: 'customer' },
      invoice: 'in_1',
      payment_intent: { id: 'pi_1', object: 'payment_intent' },
      refunds: { object: 'list', data: [{ id: 're_1' }] },
    };
    expect(toCharge(preBasil)).toEqual({ ...columns, invoiceId: 'in_1' });
  });

  it('2015: a card as source, a dispute, no intent', () => {
    const oldest = {
      ...facts,
      dispute: 'dp_1',
      invoice: 'in_1',
      paid: true,
      source: { ...card, id: 'card_1', object: 'card', brand: 'Visa' },
      status: 'paid',
    };
    expect(toCharge(oldest)).toEqual({
      ...columns,
      paymentIntentId: null,
      invoiceId: 'in_1',
      paymentMethodId: 'card_1',
      failureBalanceTransactionId: null,
      applicationFeeAmount: null,
      outcomeType: null,
      receiptUrl: null,
    });
    const { source, ...still } = oldest;
    expect(toCharge({ ...still, card: source })).toEqual(toCharge(oldest));
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toCharge({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      disputed: false,
      metadata: {},
    });
  });

  it.each([
    [{ amount_refunded: 5.5 }, 'amount_refunded is not a whole number.'],
    [{ captured: 1 }, 'captured is not true or false.'],
    [{ balance_transaction: 5 }, 'balance_transaction is not an id.'],
    [
      { payment_method_details: { type: 'card', card: { exp_year: 'x' } } },
      'payment_method_details.card.exp_year is not a whole number.',
    ],
  ])('refuses %j', (wrong, message) => {
    expect(() => toCharge({ ...newest, ...wrong })).toThrow(message);
  });
});
