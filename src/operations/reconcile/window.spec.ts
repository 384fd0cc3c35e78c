import fc from 'fast-check';
import { cliffOf, gapKindOf, windowsSince } from './window.js';

const NOW = 1_795_000_000;
const HOUR = 3_600;
const DAY = 86_400;

describe('windowsSince', () => {
  it('is one window from an hour before the checkpoint to a minute ago', () => {
    expect(windowsSince(NOW - 360, NOW)).toEqual([{ from: NOW - 360 - HOUR, to: NOW - 60 }]);
  });

  it('goes day by day after an outage, oldest first, each to be done before the next', () => {
    expect(windowsSince(NOW - 2 * DAY, NOW)).toEqual([
      { from: NOW - 2 * DAY - HOUR, to: NOW - DAY - HOUR - 1 },
      { from: NOW - DAY - HOUR, to: NOW - HOUR - 1 },
      { from: NOW - HOUR, to: NOW - 60 },
    ]);
  });

  it('begins no earlier than Stripe remembers', () => {
    const windows = windowsSince(NOW - 400 * DAY, NOW);
    expect(windows[0]?.from).toBe(NOW - 30 * DAY);
    expect(windows).toHaveLength(30);
  });

  it('is nothing when the clock of Stripe stands before the checkpoint, but for the overlap', () => {
    expect(windowsSince(NOW + HOUR, NOW)).toEqual([]);
    expect(windowsSince(NOW, NOW)).toEqual([{ from: NOW - HOUR, to: NOW - 60 }]);
  });

  it('leaves no second out and lists none twice, and the end of one run is the checkpoint of the next', () => {
    const age = fc.integer({ min: 0, max: 30 * DAY - HOUR });
    fc.assert(
      fc.property(age, (seconds) => {
        const windows = windowsSince(NOW - seconds, NOW);
        expect(windows[0]?.from).toBe(NOW - seconds - HOUR);
        expect(windows.at(-1)?.to).toBe(NOW - 60);
        for (const [i, { from, to }] of windows.entries()) {
          expect(to - from).toBeLessThan(DAY);
          expect(to).toBeGreaterThanOrEqual(from);
          if (i > 0) expect(from).toBe((windows[i - 1]?.to ?? 0) + 1);
        }
      }),
    );
  });
});

it.each([
  [25 * DAY, 'far'],
  [25 * DAY + 1, 'close'],
  [30 * DAY, 'close'],
  [30 * DAY + 1, 'lost'],
])('a checkpoint that is %d seconds old is %s', (age, expected) => expect(cliffOf(NOW - age, NOW)).toBe(expected));

it.each([
  [61, 'late'],
  [899, 'late'],
  [900, 'missed'],
])('a gap found at an age of %d seconds is %s', (age, expected) => expect(gapKindOf(age)).toBe(expected));
