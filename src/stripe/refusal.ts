import Stripe from 'stripe';

function stripesOwn(error: unknown): Stripe.errors.StripeError | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Stripe.errors.StripeError ? cause : null;
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

/** Whether the key is none, or may not read this: the operator's to mend. */
export const isRefusedKey = (error: unknown): boolean => stripesOwn(error)?.statusCode === 401 || isForbidden(error);

/** Whether Stripe says that the account is not connected (any more): the key may not speak for it. */
export const isNotConnected = (error: unknown): boolean => stripesOwn(error)?.code === 'account_invalid';
