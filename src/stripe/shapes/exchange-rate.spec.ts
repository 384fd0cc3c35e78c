import { exchangeRateOf } from './exchange-rate.js';

describe('exchangeRateOf', () => {
  it.each([
    [null, null],
    [undefined, null],
    [1.234, '1.234'],
    [1, '1'],
    [0.000061, '0.000061'],
    [1e-7, '1e-7'],
    ['1.17352', '1.17352'],
  ])('%j is %j', (exchange_rate, expected) => {
    expect(exchangeRateOf({ exchange_rate })).toBe(expected);
  });

  it.each(['', 'x', '-1', -1, true, {}, '1,2'])('refuses %j', (exchange_rate) => {
    expect(() => exchangeRateOf({ exchange_rate })).toThrow('exchange_rate is not a rate.');
  });
});
