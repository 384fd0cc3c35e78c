import { moneyText } from './money.js';

describe('moneyText', () => {
  it.each([
    ['1900', 'usd', '$19.00'],
    ['5', 'eur', '€0.05'],
    ['500', 'jpy', '¥500'],
    ['0', 'usd', '$0.00'],
    ['-1230', 'gbp', '-£12.30'],
    // Three decimals.
    ['1234', 'kwd', 'KWD 1.234'],
    ['7', 'bhd', 'BHD 0.007'],
    // Where Stripe and the standard differ.
    ['500', 'isk', 'ISK 5'],
    ['550', 'isk', 'ISK 5.50'],
    ['500', 'mga', 'MGA 500'],
    ['500', 'ugx', 'UGX 5'],
    // More than a double holds.
    ['9007199254740993123', 'usd', '$90,071,992,547,409,931.23'],
  ])('%s %s is %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)?.replaceAll('\u00A0', ' ')).toBe(text);
  });

  it.each([
    [null, 'usd'],
    ['100', null],
    ['1.5', 'usd'],
    ['100', 'dollars'],
    ['', 'usd'],
  ])('%s %s is no amount', (amount, currency) => {
    expect(moneyText(amount, currency)).toBeNull();
  });
});
