import { errorCode } from '../database/error-code.js';
import { isLostConnection } from '../database/lost-connection.js';
import {
  BindingError,
  ObjectKeepsChangingError,
  ShapeError,
  StripeRefusedError,
  StripeUnavailableError,
} from '../common/errors.js';
import { PayloadGoneError, PayloadKeyMissingError, PayloadUnreadableError } from '../common/payload.errors.js';

/**
 * transient: passes by itself (deadlock, connection, 429, 5xx). permanent: the same at every attempt. program: most
 * likely a mistake in a handler. crash: the process died with the event in hand.
 */
export type ErrorClass = 'transient' | 'permanent' | 'program' | 'crash';

/** Attempts before an event is dead. A transient error is retried for one to two days, hourly in the end. */
export const ATTEMPTS: Readonly<Record<ErrorClass, number>> = { transient: 60, permanent: 1, program: 5, crash: 3 };

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 3_600_000;

/** SQLSTATE classes and codes that pass: rollback, resources, operator's intervention, lock time-out. */
const TRANSIENT_SQLSTATE = /^(40|53|57|58|25P03$|25P04$|55P03$)/;
/** Data that the table refuses, at every attempt. */
const PERMANENT_SQLSTATE = /^22/;

export function classify(error: unknown): ErrorClass {
  if (error instanceof StripeUnavailableError || error instanceof ObjectKeepsChangingError) return 'transient';
  if (error instanceof BindingError) return 'transient'; // the next start has another key, or another database
  if (error instanceof ShapeError || error instanceof StripeRefusedError) return 'permanent';
  if (error instanceof PayloadKeyMissingError) return 'transient'; // a restart under way may bring the key, or has elsewhere
  if (error instanceof PayloadUnreadableError || error instanceof PayloadGoneError) return 'permanent';
  const code = errorCode(error);
  if (isLostConnection(error) || (code !== undefined && TRANSIENT_SQLSTATE.test(code))) return 'transient';
  return code !== undefined && PERMANENT_SQLSTATE.test(code) ? 'permanent' : 'program';
}

/**
 * Milliseconds until the next attempt, null when there is none.
 *
 * @param failures attempts that failed so far, the present one included.
 * @param retryAfter seconds that Stripe asked to wait.
 * @param random in [0, 1): spreads the attempts of events that failed together.
 */
export function nextDelay(
  errorClass: ErrorClass,
  failures: number,
  retryAfter: number | undefined,
  random: number,
): number | null {
  if (failures >= ATTEMPTS[errorClass]) return null;
  const backOff = Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);
  return Math.max(Math.round(backOff * (0.5 + random / 2)), (retryAfter ?? 0) * 1000);
}
