import { clockAtStart } from './stripe-clock.js';

describe("Stripe's clock when a request began", () => {
  it('is the date of its answer, less the time that it took', () => {
    const began = performance.now() - 3_500;
    expect(clockAtStart('Sun, 22 Nov 2026 12:00:10 GMT', began)).toEqual(new Date('2026-11-22T12:00:06Z'));
  });

  it.each([undefined, '', 'yesterday'])('is ours where it says %j', (date) => {
    const age = Date.now() - clockAtStart(date, performance.now()).getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(2_000);
  });
});
