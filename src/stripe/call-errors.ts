import Stripe from 'stripe';
import { StripeRefusedError, StripeUnavailableError } from '../common/errors.js';
import { NotFoundError } from '../common/request.errors.js';
import {
  CardDeclinedError,
  StripeBusyError,
  StripeConflictError,
  StripeKeyUsedError,
  StripeOutcomeUnknownError,
} from '../common/stripe-call.errors.js';
import type { Attempts } from './attempts.js';
import { detailOf, retryAfterOf } from './refusal.js';

const { StripeConnectionError, StripeError, StripeIdempotencyError } = Stripe.errors;

/** Seconds to wait when Stripe does not say: its limits are per second. */
const RETRY_AFTER = 1;

/**
 * What a caller is told of an error of Stripe's, by its class, status and code, never by its words. Errors of another
 * kind are our own mistakes, and stay what they are.
 *
 * @param attempts what was tried; null for a read, after which nothing is left in doubt.
 */
export function toAnswer(error: unknown, attempts: Pick<Attempts, 'unanswered' | 'begun'> | null): unknown {
  if (!(error instanceof StripeError)) return error;
  const brokeOff = error instanceof StripeConnectionError && attempts?.begun === true;
  const unanswered = brokeOff || attempts?.unanswered === true;
  const { statusCode, code } = error;
  const detail = detailOf(error);
  const options = { cause: error };
  if (error instanceof StripeIdempotencyError) return new StripeKeyUsedError(detail, options);
  if (statusCode === 409) return new StripeConflictError(detail, options);
  if (statusCode === 429 || code === 'rate_limit') {
    if (unanswered) return new StripeOutcomeUnknownError(detail, options);
    return new StripeBusyError(detail, retryAfterOf(error) ?? RETRY_AFTER, options);
  }
  if (statusCode === undefined || statusCode >= 500) {
    // What Stripe had done when it failed it does not say, and answers the same for as long as it knows the key.
    if (unanswered) return new StripeOutcomeUnknownError(detail, options);
    return new StripeUnavailableError(detail, undefined, options);
  }
  if (statusCode === 401 || statusCode === 403) {
    // Stripe looks at the key before anything else: a key that was rolled in between says nothing of what it had done.
    if (unanswered) return new StripeOutcomeUnknownError(detail, options);
    // A key that is refused, or may not do this, is not the caller's to mend; an account that is not ours may be.
    if (code !== 'account_invalid') return new StripeUnavailableError(detail, undefined, options);
  }
  if (statusCode === 402) return new CardDeclinedError(error.decline_code ?? code ?? null, detail, options);
  // Stripe's 404 is of the object in the address; one that a parameter names and that is gone is a 400.
  if (statusCode === 404) return new NotFoundError(detail, options);
  return new StripeRefusedError(detail, options, code);
}

/**
 * Whether Stripe may have done what it was asked although the call failed: only a read, or the same call under the same
 * idempotency key, tells.
 */
export function mayHaveTakenEffect(error: unknown): boolean {
  return [StripeOutcomeUnknownError, StripeConflictError, StripeKeyUsedError].some((kind) => error instanceof kind);
}
