import { turns } from './turns.js';

it('gives so many turns within any second, in order, and the others when a second is over', async () => {
  const turn = turns(5);
  const began = performance.now();
  const order: number[] = [];
  const given = Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      await turn();
      order.push(i);
      return performance.now() - began;
    }),
  );
  await new Promise((resolve) => process.nextTick(resolve)); // before any timer
  expect(order).toEqual([0, 1, 2, 3, 4]);
  const times = await given;
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  for (let i = 5; i < times.length; i += 1) expect((times[i] ?? 0) - (times[i - 5] ?? 0)).toBeGreaterThan(950);
  expect(times[11]).toBeLessThan(20_000);
});

it('gives no two at once after a time in which the process stood still', async () => {
  const turn = turns(1);
  const times = Array.from({ length: 3 }, async () => {
    await turn();
    return performance.now();
  });
  await times[0];
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
  const [, second = 0, third = 0] = await Promise.all(times);
  expect(third - second).toBeGreaterThan(950);
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
  expect(performance.now() - began).toBeLessThan(20_000);
});
