import { toBalanceTransaction } from './balance-transaction.mapper.js';

const newest = {
  id: 'txn_1',
  object: 'balance_transaction',
  amount: 1234,
  available_on: 1_420_156_800,
  balance_type: 'payments',
  created: 1_420_070_400,
  currency: 'usd',
  description: 'Gold',
  exchange_rate: 1.234,
  fee: 66,
  fee_details: [
    { amount: 66, application: null, currency: 'usd', description: 'Stripe processing fees', type: 'stripe_fee' },
  ],
  net: 1168,
  reporting_category: 'charge',
  source: 'ch_1',
  status: 'pending',
  type: 'charge',
};
const columns = {
  type: 'charge',
  reportingCategory: 'charge',
  sourceId: 'ch_1',
  currency: 'usd',
  amount: 1234,
  fee: 66,
  net: 1168,
  exchangeRate: '1.234',
  availableOn: new Date('2015-01-02T00:00:00Z'),
  description: 'Gold',
  feeDetails: [{ type: 'stripe_fee', amount: 66, currency: 'usd', description: 'Stripe processing fees' }],
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toBalanceTransaction', () => {
  it('newest shape; what is pending becomes available without a change of the row', () => {
    expect(toBalanceTransaction(newest)).toEqual(columns);
    expect(toBalanceTransaction({ ...newest, status: 'available' })).toEqual(columns);
  });

  it('its source expanded', () => {
    expect(toBalanceTransaction({ ...newest, source: { id: 'ch_1', object: 'charge' } })).toEqual(columns);
  });

  it('2015: neither a rate nor a reporting category; transfers listed', () => {
    const { exchange_rate: _, reporting_category: __, balance_type: ___, ...older } = newest;
    expect(toBalanceTransaction({ ...older, sourced_transfers: { data: [] } })).toEqual({
      ...columns,
      exchangeRate: null,
      reportingCategory: null,
    });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toBalanceTransaction({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      feeDetails: [],
    });
  });

  it.each([
    [{ amount: 12.34 }, 'amount is not a whole number.'],
    [{ net: '1e3' }, 'net is not a whole number.'],
    [{ fee: 2 ** 53 }, 'fee is not a whole number.'],
    [{ fee_details: [{ amount: 0.5 }] }, 'fee_details[0].amount is not a whole number.'],
    [{ fee_details: 5 }, 'fee_details is not a list.'],
    [{ available_on: 'soon' }, 'available_on is not a time in seconds.'],
    [{ exchange_rate: 'good' }, 'exchange_rate is not a rate.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toBalanceTransaction({ ...newest, ...wrong })).toThrow(message);
  });
});
