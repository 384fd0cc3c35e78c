import { day, money } from './amount.js';

it('money and days are written as people read them, whatever the currency’s decimals', () => {
  expect([money(1_900, 'usd'), money(500, 'jpy'), money(12_345, 'kwd').replace(/\s/, ' ')]).toEqual([
    '$19.00',
    '¥500',
    'KWD 12.345',
  ]);
  expect(day(1_793_610_000)).toBe('November 2, 2026');
});
