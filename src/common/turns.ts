import { setTimeout as delay } from 'node:timers/promises';

const SECOND = 1_000;

/**
 * At most so many turns within any second, in the order in which they are asked for. By a clock that only goes forward:
 * when the machine's is set back, a limiter that looks at it makes everybody wait until it has caught up.
 *
 * @returns resolves when it is the caller's turn.
 */
export function turns(perSecond: number): () => Promise<void> {
  /** When the last ones began, on the clock of `performance.now()`. */
  const given: Promise<number>[] = [];
  let last = Promise.resolve(0);
  return async () => {
    const first = given.length < perSecond ? undefined : given.shift();
    last = next(last, first);
    given.push(last);
    await last;
  };
}

/** Goes by when turns really began: after a time in which the process stood still, it does not catch up at once. */
async function next(before: Promise<number>, first: Promise<number> | undefined): Promise<number> {
  await before;
  const wait = first === undefined ? 0 : (await first) + SECOND - performance.now();
  if (wait > 0) await delay(Math.ceil(wait));
  return performance.now();
}
