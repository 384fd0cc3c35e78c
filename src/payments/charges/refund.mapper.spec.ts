import { toRefund } from './refund.mapper.js';

const facts = {
  id: 're_1',
  object: 'refund',
  amount: 500,
  balance_transaction: 'txn_2',
  charge: 'ch_1',
  created: 1_420_070_400,
  currency: 'eur',
  metadata: {},
  reason: 'requested_by_customer',
};
const newest = { ...facts, payment_intent: 'pi_1', status: 'succeeded', transfer_reversal: null };
const columns = {
  chargeId: 'ch_1',
  paymentIntentId: 'pi_1',
  balanceTransactionId: 'txn_2',
  failureBalanceTransactionId: null,
  status: 'succeeded',
  reason: 'requested_by_customer',
  failureReason: null,
  pendingReason: null,
  currency: 'eur',
  amount: 500,
  description: null,
  metadata: {},
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toRefund', () => {
  it('newest shape', () => {
    expect(toRefund(newest)).toEqual(columns);
  });

  it('expanded', () => {
    const expanded = { balance_transaction: { id: 'txn_2' }, charge: { id: 'ch_1' }, payment_intent: { id: 'pi_1' } };
    expect(toRefund({ ...newest, ...expanded })).toEqual(columns);
  });

  it('2015, inside its charge: without a status it was done', () => {
    expect(toRefund(facts)).toEqual({ ...columns, paymentIntentId: null });
  });

  it('failed later', () => {
    const failed = { failure_balance_transaction: 'txn_3', failure_reason: 'lost_or_stolen_card', status: 'failed' };
    expect(toRefund({ ...newest, ...failed })).toEqual({
      ...columns,
      failureBalanceTransactionId: 'txn_3',
      failureReason: 'lost_or_stolen_card',
      status: 'failed',
    });
  });

  it('does not make up a status that is null', () => {
    expect(toRefund({ ...newest, status: null }).status).toBeNull();
  });

  it('refuses an amount that is not whole', () => {
    expect(() => toRefund({ ...newest, amount: '5.00' })).toThrow('amount is not a whole number.');
  });
});
