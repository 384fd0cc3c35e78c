import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { StripeUnavailableError } from '../common/errors.js';
import { isRefusedKey } from './refusal.js';

/** An answer that is waited for. */
export interface Wait {
  readonly error: StripeUnavailableError;
  /** Until it is asked for again. */
  readonly milliseconds: number;
}

const onlooker = new AsyncLocalStorage<(wait: Wait) => void>();

/**
 * Whoever looks on is told of each wait within `work`: a program that says nothing for minutes looks like one that hangs.
 */
export const tellingWaits = <T>(tell: (wait: Wait) => void, work: () => Promise<T>): Promise<T> =>
  onlooker.run(tell, work);

/** How long somebody is willing to wait for one answer. */
export interface Patience {
  readonly attempts: number;
  /** Seconds: whoever asks for more than this is asked again by the next run. */
  readonly longestRetryAfter: number;
}

/** Four minutes, and what Stripe asks for besides: somebody looks on. */
const LONG: Patience = { attempts: 9, longestRetryAfter: 120 };
/** Seconds rather than minutes: what does not pass, the next run lists. */
export const SHORT: Patience = { attempts: 5, longestRetryAfter: 30 };

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

/**
 * Asks again for what may pass soon, after Stripe's Retry-After, or with exponential back-off and jitter.
 *
 * @throws {StripeUnavailableError} @throws {StripeRefusedError} and the signal's reason when it is aborted.
 */
export async function patiently<T>(
  signal: AbortSignal,
  request: () => Promise<T>,
  { attempts, longestRetryAfter }: Patience = LONG,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      if (attempt === attempts || !mayPassSoon(error, longestRetryAfter)) throw error;
      const backOff = Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY) * (0.5 + Math.random() / 2);
      const milliseconds = Math.max(backOff, (error.retryAfter ?? 0) * 1000);
      onlooker.getStore()?.({ error, milliseconds });
      await delay(milliseconds, undefined, { signal });
    }
  }
}

/** A key that may not read this is mended by the operator: not within minutes. */
const mayPassSoon = (error: unknown, longestRetryAfter: number): error is StripeUnavailableError =>
  error instanceof StripeUnavailableError && (error.retryAfter ?? 0) <= longestRetryAfter && !isRefusedKey(error);
