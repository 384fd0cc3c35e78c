import { LandingWaits } from './landing-waits.js';

it('has three places for a tenant, and a hundred in all', () => {
  const waits = new LandingWaits();
  expect([1, 2, 3, 4].map(() => waits.begin('a'))).toEqual([true, true, true, false]);
  waits.end('a');
  expect([waits.begin('a'), waits.begin('a')]).toEqual([true, false]);
  const others = Array.from({ length: 120 }, (_, n) => waits.begin(`other ${n}`));
  expect(others.filter(Boolean)).toHaveLength(97);
  waits.end('other 0');
  expect([waits.begin('late'), waits.begin('later')]).toEqual([true, false]);
});
