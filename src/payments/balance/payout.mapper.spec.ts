import { toPayout } from './payout.mapper.js';

const newest = {
  id: 'po_1',
  object: 'payout',
  amount: 110_000,
  arrival_date: 1_420_243_200,
  automatic: true,
  balance_transaction: 'txn_1',
  created: 1_420_070_400,
  currency: 'eur',
  description: 'STRIPE PAYOUT',
  destination: 'ba_1',
  failure_balance_transaction: 'txn_2',
  failure_code: 'account_closed',
  failure_message: 'The bank account has been closed.',
  metadata: { ledger: '7' },
  method: 'standard',
  original_payout: 'po_0',
  reconciliation_status: 'completed',
  reversed_by: 'po_2',
  source_type: 'card',
  statement_descriptor: 'ACME',
  status: 'failed',
  trace_id: { status: 'supported', value: '123' },
  type: 'bank_account',
};
const columns = {
  status: 'failed',
  currency: 'eur',
  amount: 110_000,
  arrivalDate: new Date('2015-01-03T00:00:00Z'),
  automatic: true,
  method: 'standard',
  type: 'bank_account',
  destinationId: 'ba_1',
  balanceTransactionId: 'txn_1',
  failureBalanceTransactionId: 'txn_2',
  failureCode: 'account_closed',
  failureMessage: 'The bank account has been closed.',
  originalPayoutId: 'po_0',
  reversedById: 'po_2',
  reconciliationStatus: 'completed',
  statementDescriptor: 'ACME',
  description: 'STRIPE PAYOUT',
  metadata: { ledger: '7' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPayout', () => {
  it('newest shape', () => {
    expect(toPayout(newest)).toEqual(columns);
  });

  it('expanded, without the number of the bank account', () => {
    const expanded = {
      balance_transaction: { id: 'txn_1' },
      destination: { id: 'ba_1', object: 'bank_account', last4: '6789', routing_number: '110000000' },
      failure_balance_transaction: { id: 'txn_2' },
      original_payout: { id: 'po_0' },
      reversed_by: { id: 'po_2' },
    };
    expect(toPayout({ ...newest, ...expanded })).toEqual(columns);
  });

  it('2017, the first there were: neither reversed nor reconciled', () => {
    const { original_payout: _, reconciliation_status: __, reversed_by: ___, ...oldest } = newest;
    expect(toPayout(oldest)).toEqual({
      ...columns,
      originalPayoutId: null,
      reconciliationStatus: null,
      reversedById: null,
    });
  });

  it('takes back what the balance lacks', () => {
    expect(toPayout({ ...newest, amount: -500 }).amount).toBe(-500);
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toPayout({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      metadata: {},
    });
  });

  it.each([
    [{ amount: 11.5 }, 'amount is not a whole number.'],
    [{ amount: '99999999999999999999' }, 'amount is not a whole number.'],
    [{ arrival_date: 1.5 }, 'arrival_date is not a time in seconds.'],
    [{ automatic: 1 }, 'automatic is not true or false.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toPayout({ ...newest, ...wrong })).toThrow(message);
  });
});
