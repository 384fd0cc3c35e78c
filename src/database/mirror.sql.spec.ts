import { valuesOf } from './mirror.sql.js';

const TABLE = { columns: [{ databaseName: 'amount_due', propertyName: 'amountDue' }] };

describe('valuesOf', () => {
  it('names columns as the table does, and takes nothing else', () => {
    expect(valuesOf(TABLE, { amountDue: 0, other: 1 })).toEqual({ amount_due: 0 });
    expect(JSON.stringify(valuesOf(TABLE, { amountDue: 9_007_199_254_740_993n }))).toBe(
      '{"amount_due":"9007199254740993"}',
    );
  });

  it.each([
    [NaN, 'amount_due is not a number.'],
    [Infinity, 'amount_due is not a number.'],
    [new Date(NaN), 'amount_due is not a time.'],
  ])('does not make %s null', (value, message) => {
    expect(() => valuesOf(TABLE, { amountDue: value })).toThrow(message);
  });
});
