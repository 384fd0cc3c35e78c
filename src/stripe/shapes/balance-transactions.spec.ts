import { balanceTransactionsOf } from './balance-transactions.js';

const whole = { id: 'txn_1', object: 'balance_transaction', amount: -1000, net: -2500 };

describe('balanceTransactionsOf', () => {
  it.each([
    ['a charge at first', { balance_transaction: null, failure_balance_transaction: null }, []],
    ['a charge later', { balance_transaction: 'txn_1' }, [{ id: 'txn_1', object: null }]],
    ['a charge, expanded', { balance_transaction: whole }, [{ id: 'txn_1', object: whole }]],
    [
      'a refund that failed',
      { balance_transaction: 'txn_1', failure_balance_transaction: 'txn_2' },
      [
        { id: 'txn_1', object: null },
        { id: 'txn_2', object: null },
      ],
    ],
    ['a dispute without movements', { balance_transactions: [] }, []],
    [
      'a dispute',
      { balance_transactions: [whole, 'txn_2'] },
      [
        { id: 'txn_1', object: whole },
        { id: 'txn_2', object: null },
      ],
    ],
    ['a hash that is not all of it', { balance_transaction: { id: 'txn_1' } }, [{ id: 'txn_1', object: null }]],
    ['without net', { balance_transaction: { id: 'txn_1', amount: 5 } }, [{ id: 'txn_1', object: null }]],
    ['no id', { balance_transactions: [{ amount: 5, net: 5 }, '', null] }, []],
    ['in a list, what is no id', { balance_transactions: ['txn_1\0', 5] }, []],
    ['what Stripe would never call one', { balance_transaction: 'jenny@example.com' }, []],
    ['an object that has none', {}, []],
  ])('%s', (_, object, expected) => {
    expect(balanceTransactionsOf(object)).toEqual(expected);
  });

  it('refuses what names none', () => {
    expect(() => balanceTransactionsOf({ balance_transaction: 5 })).toThrow('balance_transaction is not an id.');
    expect(() => balanceTransactionsOf({ balance_transactions: 5 })).toThrow('balance_transactions is not a list.');
  });
});
