import { addInterval } from './calendar.js';

const at = (text: string) => Date.parse(`${text}Z`) / 1000;

describe('billing intervals', () => {
  it.each([
    ['2027-01-31T10:00', 'month', 1, '2027-02-28T10:00'],
    ['2027-02-28T10:00', 'month', 1, '2027-03-31T10:00'],
    ['2027-12-15T00:00', 'month', 3, '2028-03-15T00:00'],
    ['2028-02-29T00:00', 'year', 1, '2029-02-28T00:00'],
    ['2027-01-31T10:00', 'week', 2, '2027-02-14T10:00'],
    ['2027-01-31T10:00', 'day', 3, '2027-02-03T10:00'],
  ] as const)('%s and %s × %i', (from, interval, count, expected) => {
    const anchor = from.startsWith('2027-02') ? at('2027-01-31T10:00') : at(from);
    expect(addInterval(at(from), interval, count, anchor)).toBe(at(expected));
  });
});
