import { ProblemError } from './problem-error.js';

/** Attempts in all. Stripe's own SDK makes three. */
const ATTEMPTS = 3;
/** Seconds of `Retry-After` that a person may be kept waiting for; a longer one is the caller's to decide. */
const LONGEST = 5;
/** Milliseconds before the second attempt, twice as many before the third. */
const FIRST = 250;

/** What may pass: too much at once, something behind it away, or the first request still being worked on. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A fetch that found nobody, or whose connection broke. By name: it may be of another realm, such as a frame's. */
const isWithoutAnswer = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';

/** Milliseconds to wait, null when asking again would not help. */
function waitAfter(error: unknown, failures: number): number | null {
  const passes =
    error instanceof ProblemError
      ? PASSING.has(error.status) || error.code === 'idempotency_in_flight'
      : isWithoutAnswer(error);
  if (!passes || failures >= ATTEMPTS) return null;
  const told = error instanceof ProblemError ? error.retryAfter : null;
  if (told !== null) return told > LONGEST ? null : told * 1000;
  return FIRST * 2 ** (failures - 1) * (1 + Math.random() / 2); // not all at the same moment
}

function delay(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Asks again, a few times, while what went wrong may pass. What is asked must be safe to ask twice. */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal | null | undefined,
): Promise<Answer> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      const wait = waitAfter(error, failures);
      if (wait === null) throw error;
      await delay(wait, signal);
    }
  }
}
