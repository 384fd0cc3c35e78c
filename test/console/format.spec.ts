import { amountText } from '../../console/src/format/money.js';
import { counted, countText, shareText } from '../../console/src/format/number.js';
import { durationText, lengthText, relativeText, utcMinute, utcPlain, utcText } from '../../console/src/format/time.js';

const at = (iso: string) => new Date(iso);

it('money by minor units and currency, exact to the last digit', () => {
  const amounts: [number | string, string, string][] = [
    [0, 'usd', '0.00'],
    [5, 'usd', '0.05'],
    [1_500, 'usd', '15.00'],
    [123_456_789, 'eur', '1,234,567.89'],
    [-1_999, 'usd', '−19.99'],
    [1_500, 'jpy', '1,500'],
    [-7, 'krw', '−7'],
    [12_345_678, 'kwd', '12,345.678'],
    [1, 'BHD', '0.001'],
    ['900719925474099312345', 'usd', '9,007,199,254,740,993,123.45'],
  ];
  for (const [amount, currency, text] of amounts) expect(amountText(amount, currency)).toBe(text);
});

it('lengths with one unit, so that a column of them can be compared', () => {
  expect([0, 400, 89_400, 91_000, 3_599_000, 5_400_000, 172_700_000, 172_800_000].map(lengthText)).toEqual([
    '0 s',
    '0 s',
    '89 s',
    '2 min',
    '60 min',
    '2 h',
    '48 h',
    '2 d',
  ]);
  expect([0.4, 12.3, 999, 1_240, 9_940, 61_000].map(durationText)).toEqual([
    '< 1 ms',
    '12 ms',
    '999 ms',
    '1.2 s',
    '9.9 s',
    '61 s',
  ]);
});

it('times from now, and by the clock in UTC', () => {
  const now = at('2026-08-01T12:00:00.500Z');
  expect(relativeText(at('2026-08-01T12:00:00Z'), now)).toBe('now');
  // `now` is the page's last tick: what came since is not to come.
  expect([1, 6, 9].map((s) => relativeText(at(`2026-08-01T12:00:0${s}Z`), now))).toEqual(['now', 'now', 'now']);
  expect(relativeText(at('2026-08-01T12:00:11Z'), now)).toBe('in 11 s');
  expect(relativeText(at('2026-08-01T11:57:00Z'), now)).toBe('3 min ago');
  expect(relativeText(at('2026-08-01T17:00:00Z'), now)).toBe('in 5 h');
  expect(utcText(now)).toBe('2026-08-01 12:00:00 UTC');
  expect(utcPlain(now)).toBe('2026-08-01 12:00:00');
  expect(utcMinute(now)).toBe('12:00');
});

it('counts and shares; what is less than all is not called all', () => {
  expect(countText(1_234_567)).toBe('1,234,567');
  expect([counted(1, 'event'), counted(2_000, 'event'), counted(0, 'entry', 'entries')]).toEqual([
    '1 event',
    '2,000 events',
    '0 entries',
  ]);
  expect([0, 0.5, 0.99994, 0.999999, 1].map(shareText)).toEqual(['0 %', '50 %', '99.99 %', '99.99 %', '100 %']);
});
