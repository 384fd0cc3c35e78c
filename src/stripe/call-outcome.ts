import Stripe from 'stripe';

/** How a call to Stripe ended, in the few words that a metric may have. */
export const CALL_OUTCOMES = [
  'ok',
  'not_found',
  'refused',
  'forbidden',
  'rate_limited',
  'stripe_error',
  'no_answer',
] as const;

export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** @param error what the SDK threw. */
export function outcomeOf(error: unknown): CallOutcome {
  const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined;
  return status === undefined ? 'no_answer' : outcomeOfRefusal(status);
}

/** @param status of an answer that may be an error. */
export const outcomeOfAnswer = (status: number): CallOutcome => (status < 400 ? 'ok' : outcomeOfRefusal(status));

function outcomeOfRefusal(status: number): CallOutcome {
  if (status === 404) return 'not_found';
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'stripe_error' : 'refused';
}
