import Stripe from 'stripe';
import { StripeRefusedError, StripeUnavailableError } from '../common/errors.js';

/** Seconds: what a proxy says wrongly must not hold anything up for years. */
const LONGEST_RETRY_AFTER = 3_600;

/** Seconds that Stripe asks to wait, an hour at most; undefined when it does not say. */
export function retryAfterOf({ headers }: Stripe.errors.StripeError): number | undefined {
  const seconds = Number(headers?.['retry-after']);
  return Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_RETRY_AFTER) : undefined;
}

/** For the log, in Stripe's codes and none of its words. */
export const detailOf = ({ type, code, statusCode, requestId }: Stripe.errors.StripeError): string =>
  [type, code, statusCode, requestId].filter((part) => part !== undefined).join(' ');

/** A wrong key is mended by the operator, so its calls may pass later like those that Stripe could not answer. */
const mayPass = (status: number | undefined): boolean =>
  status === undefined || [401, 403, 409, 429].includes(status) || status >= 500;

/** What may pass is {@link StripeUnavailableError}, with Stripe's Retry-After in seconds; the rest was refused for good. */
export function toOurs(error: unknown): Error {
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new StripeUnavailableError('no answer', undefined, { cause: error });
  }
  const detail = detailOf(error);
  if (mayPass(error.statusCode)) return new StripeUnavailableError(detail, retryAfterOf(error), { cause: error });
  return new StripeRefusedError(detail, { cause: error });
}

/** What Stripe itself answered, of an error of ours. */
export function stripesOwn(error: unknown): Stripe.errors.StripeError | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Stripe.errors.StripeError ? cause : null;
}

/** Whether an answer of Stripe's is behind an error, also where it is told in words of ours. */
export function isStripes(error: unknown): boolean {
  for (let behind = error; behind instanceof Error; behind = behind.cause) {
    if (behind instanceof Stripe.errors.StripeError) return true;
  }
  return false;
}

/** Whether Stripe knows no object of the id in the address: it was deleted, or never there. */
export const isMissing = (error: unknown): boolean => stripesOwn(error)?.statusCode === 404;

/** Whether the object after which a list was to go on is no more. */
export function isMissingCursor(error: unknown): boolean {
  const cause = stripesOwn(error);
  return cause?.code === 'resource_missing' && cause.param === 'starting_after';
}

/** Whether the key is known, and may not do this. */
export const isForbidden = (error: unknown): boolean => stripesOwn(error)?.statusCode === 403;

/** The permission that a restricted key lacks, as Stripe names it (`rak_charge_read`); null when it does not say. */
export const lackingPermission = (error: unknown): string | null =>
  /\brak_[a-z_]{1,80}/.exec(stripesOwn(error)?.message ?? '')?.[0] ?? null;

/** Whether the key is none, or may not read this: the operator's to mend. */
export const isRefusedKey = (error: unknown): boolean => stripesOwn(error)?.statusCode === 401 || isForbidden(error);

/**
 * Whether Stripe itself, not the question, is why there is no answer (no status, 401, 429, 5xx): the next question would
 * fare alike. An answer that makes no sense has neither a cause nor a time to come again.
 */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof StripeUnavailableError)) return false;
  if (error.cause === undefined) return error.retryAfter !== undefined;
  const status = stripesOwn(error)?.statusCode;
  return status === undefined || status === 401 || status === 429 || status >= 500;
}

/** Whether Stripe says that the account is not connected (any more): the key may not speak for it. */
export const isNotConnected = (error: unknown): boolean => stripesOwn(error)?.code === 'account_invalid';

/** Of a customer, say, that was deleted or never was. */
export const isUnknown = (error: StripeRefusedError): boolean =>
  stripesOwn(error)?.statusCode === 404 || stripesOwn(error)?.code === 'resource_missing';
