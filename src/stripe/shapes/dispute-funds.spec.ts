import { disputeFunds } from './dispute-funds.js';

const movement = (id: string, net: number, currency = 'usd') => ({
  id,
  object: 'balance_transaction',
  amount: net,
  currency,
  net,
});
const unknown = { netWithdrawn: null, netReinstated: null, netCurrency: null };

describe('disputeFunds', () => {
  it.each([
    ['an inquiry', [], { balanceTransactionIds: [], netWithdrawn: 0, netReinstated: 0, netCurrency: null }],
    [
      'withdrawn, with the fee',
      [movement('txn_1', -2500)],
      { balanceTransactionIds: ['txn_1'], netWithdrawn: 2500, netReinstated: 0, netCurrency: 'usd' },
    ],
    [
      'won',
      [movement('txn_1', -2500), movement('txn_2', 1000)],
      { balanceTransactionIds: ['txn_1', 'txn_2'], netWithdrawn: 2500, netReinstated: 1000, netCurrency: 'usd' },
    ],
    [
      'two currencies',
      [movement('txn_1', -2500), movement('txn_2', 1000, 'eur')],
      { balanceTransactionIds: ['txn_1', 'txn_2'], ...unknown },
    ],
    ['ids only', ['txn_1'], { balanceTransactionIds: ['txn_1'], ...unknown }],
  ])('%s', (_, balance_transactions, expected) => {
    expect(disputeFunds({ amount: 1000, currency: 'eur', balance_transactions })).toEqual(expected);
  });

  it('2014: one movement, by its id', () => {
    expect(disputeFunds({ balance_transaction: 'txn_1' })).toEqual({ balanceTransactionIds: ['txn_1'], ...unknown });
  });

  it.each([19.5, '1e3', 2 ** 53])('refuses a net of %j', (net) => {
    const balance_transactions = [{ ...movement('txn_1', 0), net }];
    expect(() => disputeFunds({ balance_transactions })).toThrow('balance_transactions[0].net is not a whole number.');
  });
});
