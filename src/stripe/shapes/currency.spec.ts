import { currencyOf } from './currency.js';

describe('currencyOf', () => {
  it.each([
    [{ currency: 'jpy' }, 'jpy'],
    [{ currency: 'USD' }, 'usd'],
    [{ currency: null }, null],
    [{}, null],
  ])('%j', (object, expected) => {
    expect(currencyOf(object)).toBe(expected);
  });

  it('refuses what is no text', () => {
    expect(() => currencyOf({ currency: 840 })).toThrow('currency is not text.');
  });
});
