import { turns } from './turns.js';

it('gives so many turns within any second, in order, and the others when a second is over', async () => {
  const turn = turns(5);
  const began = performance.now();
  const order: number[] = [];
  const times = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      await turn();
      order.push(i);
      return performance.now() - began;
    }),
  );
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(times[4]).toBeLessThan(950);
  for (let i = 5; i < times.length; i += 1) expect((times[i] ?? 0) - (times[i - 5] ?? 0)).toBeGreaterThan(950);
  expect(times[11]).toBeLessThan(10_000);
});

it('goes on when the clock of the machine is set back', async () => {
  const turn = turns(2);
  await turn();
  const { now } = Date;
  const began = performance.now();
  Date.now = () => now() - 600_000;
  await turn();
  await turn();
  Date.now = now;
  expect(performance.now() - began).toBeLessThan(10_000);
});
