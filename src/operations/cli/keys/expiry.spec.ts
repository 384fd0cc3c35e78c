import { expiryOf } from './expiry.js';

const now = new Date('2026-11-21T10:00:00Z');

it.each([
  ['90d', '2027-02-19T10:00:00Z'],
  ['2027-01-31', '2027-01-31T00:00:00Z'],
  ['2027-01-31T12:00+02:00', '2027-01-31T10:00:00Z'],
])('%s', (text, expected) => {
  expect(expiryOf(text, now)).toEqual(new Date(expected));
});

it.each(['2026-11-21', 'tomorrow', '2027-02-31T99:00Z', '0d', ''])('cannot be meant: %s', (text) => {
  expect(() => expiryOf(text, now)).toThrow('to come');
});
