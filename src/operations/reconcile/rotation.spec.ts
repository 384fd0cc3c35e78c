import { accountsPerRun, delayAfter, LONGEST_REFUSED } from './rotation.js';

it.each([
  [0, 300, 5],
  [3, 300, 5],
  [1_000, 300, 7],
  [10_000, 300, 70],
  [4, 86_400, 8],
])('%d accounts, every %d seconds: %d a run', (accounts, interval, expected) => {
  expect(accountsPerRun(accounts, interval)).toBe(expected);
  // Each has its turn within a day.
  expect(Math.ceil(accounts / expected) * interval).toBeLessThanOrEqual(86_400);
});

it('backs off, and never comes sooner than Stripe asks', () => {
  expect([1, 2, 3, 6, 60].map((failures) => delayAfter(failures))).toEqual([30, 60, 120, 900, 900]);
  expect(delayAfter(1, 7)).toBe(30);
  expect(delayAfter(1, 3_600)).toBe(3_600);
  expect([1, 6, 60].map((failures) => delayAfter(failures, 0, LONGEST_REFUSED))).toEqual([30, 960, 21_600]);
});
