import { LogThrottle } from './log-throttle.js';

it('admits a few lines of a kind in a window and tells later how many it held back', () => {
  const throttle = new LogThrottle(2, 1000);
  expect([0, 1, 2, 3].map((now) => throttle.admit('wrong_secret', now))).toEqual([0, 0, null, null]);
  expect(throttle.admit('not_json', 4)).toBe(0);
  expect(throttle.admit('wrong_secret', 1000)).toBe(2);
  expect(throttle.admit('wrong_secret', 1001)).toBe(0);
});
