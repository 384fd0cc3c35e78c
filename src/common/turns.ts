import { setTimeout as delay } from 'node:timers/promises';

const SECOND = 1_000;

/**
 * At most so many turns within any second, in the order in which they are asked for. By a clock that only goes forward:
 * when the machine's is set back, a limiter that looks at it makes everybody wait until it has caught up.
 *
 * @returns resolves when it is the caller's turn.
 */
export function turns(perSecond: number): () => Promise<void> {
  /** When the last ones began or will begin, on the clock of `performance.now()`. */
  const given: number[] = [];
  let last = Promise.resolve();
  return () => {
    const now = performance.now();
    const first = given.length < perSecond ? undefined : given.shift();
    const at = first === undefined ? now : Math.max(now, first + SECOND);
    given.push(at);
    last = inOrder(last, at - now);
    return last;
  };
}

/** Timers of almost the same time may fire in any order, and a part of a millisecond early. */
async function inOrder(before: Promise<void>, milliseconds: number): Promise<void> {
  if (milliseconds > 0) await delay(Math.ceil(milliseconds));
  await before;
}
