import { jest } from '@jest/globals';
import { clockAtStart } from './stripe-clock.js';

afterEach(() => jest.restoreAllMocks());

describe("Stripe's clock when a request began", () => {
  it('is the date of its answer, less the time that it took', () => {
    jest.spyOn(performance, 'now').mockReturnValue(103_500);
    expect(clockAtStart('Sun, 22 Nov 2026 12:00:10 GMT', 100_000)).toEqual(new Date('2026-11-22T12:00:06Z'));
  });

  it.each([undefined, '', 'yesterday'])('is ours where it says %j', (date) => {
    const told = clockAtStart(date, performance.now()).getTime();
    const age = Date.now() - told;
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(20_000);
  });
});
