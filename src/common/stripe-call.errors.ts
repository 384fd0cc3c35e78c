import { CountinghouseError } from './errors.js';

/** The bank, or Stripe on its behalf, declined the payment. */
export class CardDeclinedError extends CountinghouseError {
  readonly code = 'card_declined';
  readonly status = 402;
  override readonly members: Readonly<Record<string, string | null>>;
  /** @param declineCode of docs.stripe.com/declines/codes, else the error's own code (`expired_card`). */
  constructor(declineCode: string | null, detail: string, options?: ErrorOptions) {
    super('The payment was declined.', detail, options);
    this.members = { declineCode };
  }
}

/** Stripe answers so many requests a second, and there were more. Nothing was done. */
export class StripeBusyError extends CountinghouseError {
  readonly code = 'stripe_busy';
  readonly status = 503;
  constructor(
    detail: string,
    override readonly retryAfter: number,
    options?: ErrorOptions,
  ) {
    super('Stripe takes no more requests right now. Try again shortly.', detail, options);
  }
}

/** Stripe works on a request with the same idempotency key. */
export class StripeConflictError extends CountinghouseError {
  readonly code = 'stripe_conflict';
  readonly status = 409;
  override readonly retryAfter = 2;
  constructor(detail: string, options?: ErrorOptions) {
    super('Stripe is at work on a request with the same key. Try again shortly.', detail, options);
  }
}

/**
 * An attempt before this one went to Stripe with other details: something that the request does not say, as who its
 * customer is, has changed in between. Repeating it gives the same for as long as Stripe knows the key.
 */
export class StripeKeyUsedError extends CountinghouseError {
  readonly code = 'stripe_key_used';
  readonly status = 409;
  constructor(detail: string, options?: ErrorOptions) {
    super(
      'An attempt before this one may have been carried out, with other details. Read the object; if it is not there, take a new Idempotency-Key.',
      detail,
      options,
    );
  }
}

/** The request left, and no answer came, or Stripe's own failure: whether it was carried out is not known, and never guessed. */
export class StripeOutcomeUnknownError extends CountinghouseError {
  readonly code = 'outcome_unknown';
  readonly status = 504;
  constructor(detail: string, options?: ErrorOptions) {
    super(
      'Stripe did not say whether it was done. Send it again with the same Idempotency-Key; if it stays so, read the object.',
      detail,
      options,
    );
  }
}

/** What every operation that asks Stripe may answer. */
export const CALLS_STRIPE = [
  'stripe_refused',
  'stripe_conflict',
  'stripe_key_used',
  'stripe_busy',
  'stripe_unavailable',
  'outcome_unknown',
] as const;
