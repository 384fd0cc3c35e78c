import { momentOf } from './moment.js';

const now = new Date('2026-11-21T10:00:00Z');

it.each([
  ['30m', '2026-11-21T09:30:00.000Z'],
  ['24h', '2026-11-20T10:00:00.000Z'],
  ['7d', '2026-11-14T10:00:00.000Z'],
  ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['2026-11-01T12:00:00+02:00', '2026-11-01T10:00:00.000Z'],
  ['2026-11-01T12:00', '2026-11-01T12:00:00.000Z'],
  ['2026-11-01 12:00:07', '2026-11-01T12:00:07.000Z'], // copied from a list
])('%s', (text, expected) => {
  expect(momentOf(text, now)).toBe(expected);
});

it.each(['', '0h', '5', 'yesterday', '2026-13-01', '7 d'])('cannot be meant: %s', (text) => {
  expect(() => momentOf(text, now)).toThrow('so long ago');
});
