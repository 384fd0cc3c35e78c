import { setTimeout as delay } from 'node:timers/promises';
import { SingleRun } from './single-run.js';

interface Gate {
  readonly open: () => void;
  readonly fail: (error: unknown) => void;
}

/** Work that ends when it is let, or when the signal says so. */
function held() {
  const told: string[] = [];
  const gates: Gate[] = [];
  const single = new SingleRun(
    (ending) =>
      new Promise<void>((open, fail) => {
        gates.push({ open, fail });
        ending.addEventListener('abort', () => fail(ending.reason));
      }),
    (reason) => told.push(reason),
  );
  return { single, gates, told };
}

it('begins no second run while one is under way, and another one afterwards', async () => {
  const { single, gates } = held();
  const [first, same] = [single.begin(), single.begin()];
  expect([gates.length, first === same]).toEqual([1, true]);
  gates[0]?.open();
  await first;
  void single.begin();
  expect(gates.length).toBe(2);
});

it('tells why a run failed, and goes on', async () => {
  const { single, gates, told } = held();
  const first = single.begin();
  gates[0]?.fail(new TypeError('no connection'));
  await first;
  expect(told).toEqual(['TypeError: no connection']);
  void single.begin();
  expect(gates.length).toBe(2);
});

it('ends what is in hand without a word, and begins nothing afterwards', async () => {
  const { single, gates, told } = held();
  void single.begin();
  await single.end();
  await single.begin();
  expect([gates.length, told]).toEqual([1, []]);
});

it('waits two seconds for work that does not listen', async () => {
  const single = new SingleRun(
    () => delay(60_000, undefined, { ref: false }),
    () => undefined,
  );
  void single.begin();
  const began = performance.now();
  const waiting = setInterval(() => undefined, 100); // the limit keeps no process from its end
  await single.end();
  clearInterval(waiting);
  expect(performance.now() - began).toBeLessThan(20_000);
});
