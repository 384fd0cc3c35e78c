import type { ProblemCode } from './problem-codes.js';

/**
 * Every error this backend raises on purpose: a stable code, the HTTP status a caller sees, and a message that says
 * what to do. `detail` is for the log only and never leaves the process.
 */
export abstract class CountinghouseError extends Error {
  abstract readonly code: ProblemCode;
  abstract readonly status: number;
  /** Seconds after which the caller may try again; sent as `Retry-After`. */
  readonly retryAfter?: number;
  /** Sent along with the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the answer's body says besides (RFC 9457 extension members): for a program, without personal data. */
  readonly members?: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    readonly detail?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The database belongs to another Stripe account or mode than the key. */
export class BindingError extends CountinghouseError {
  readonly code = 'wrong_account_or_mode';
  readonly status = 500;
}

/** Why a webhook was refused: for the log and the metrics, never for the caller. */
export type SignatureDiagnosis =
  | 'no_signature_header'
  | 'malformed_signature_header'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'wrong_secret'
  | 'no_secret_configured'
  | 'parsed_body'
  | 'not_json'
  | 'not_an_event';

/** The request is not a webhook that Stripe signed for this endpoint. One answer for every reason. */
export class InvalidWebhookError extends CountinghouseError {
  readonly code = 'invalid_webhook';
  readonly status = 400;
  constructor(
    readonly diagnosis: SignatureDiagnosis,
    detail?: string,
  ) {
    super('The request is not a signed Stripe event for this endpoint.', detail);
  }
}

/** More is in flight than the process may hold; Stripe retries. */
export class OverloadedError extends CountinghouseError {
  readonly code = 'overloaded';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor(detail: string) {
    super('Too much is in flight. Try again shortly.', detail);
  }
}

/** The event could not be committed; nothing was acknowledged. */
export class NotDurableError extends CountinghouseError {
  readonly code = 'not_durable';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor(detail: string, options?: ErrorOptions) {
    super('The event could not be stored. Try again shortly.', detail, options);
  }
}

/** A payload has a shape that no reader understands: permanent, the event goes to the dead letters. */
export class ShapeError extends CountinghouseError {
  readonly code = 'unknown_shape';
  readonly status = 422;
  /** @param path field path inside `data.object`, never its value. */
  constructor(path: string, expected: string) {
    super(`${path} is not ${expected}.`);
  }
}

/** A call to Stripe failed in a way that may pass: connection, 429, 5xx. */
export class StripeUnavailableError extends CountinghouseError {
  readonly code = 'stripe_unavailable';
  readonly status = 502;
  constructor(
    detail: string,
    override readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super('Stripe did not answer. Try again shortly.', detail, options);
  }
}

/** Stripe refused the call for good: unknown object, invalid parameter, a state in which it cannot be done. */
export class StripeRefusedError extends CountinghouseError {
  readonly code = 'stripe_refused';
  readonly status = 422;
  override readonly members: Readonly<Record<string, string>> | undefined;
  /** @param stripeCode of docs.stripe.com/error-codes, when Stripe gives one. */
  constructor(detail: string, options?: ErrorOptions, stripeCode?: string) {
    super('Stripe refused the request.', detail, options);
    this.members = stripeCode === undefined ? undefined : { stripeCode };
  }
}

/** So many events of one object arrive that no read is the last word on it. Passes by itself. */
export class ObjectKeepsChangingError extends CountinghouseError {
  readonly code = 'object_keeps_changing';
  readonly status = 503;
  constructor() {
    super('The object changes faster than it can be read.');
  }
}

/** An id that no row can have: empty, longer than 500 characters, or with what PostgreSQL's text cannot hold. */
export class InvalidIdError extends CountinghouseError {
  readonly code = 'invalid_id';
  readonly status = 400;
  constructor(what: 'account' | 'customer' | 'tenant' | 'workspace') {
    super(`The ${what}'s id is empty, too long, or no text.`);
  }
}

/** Somebody else does what this process was doing: it was suspended, or cut off, for longer than its lease. */
export class TakenOverError extends CountinghouseError {
  readonly code = 'taken_over';
  readonly status = 409;
  constructor() {
    super('Another process has taken over: this one stood still for too long.');
  }
}

/** The body is larger than any event of Stripe's. */
export class PayloadTooLargeError extends CountinghouseError {
  readonly code = 'payload_too_large';
  readonly status = 413;
  constructor(limit: number) {
    super(`The body is larger than ${limit} bytes.`);
  }
}

/** A mail server or a webhook did not take a notification; the outbox tries again. */
export class NotificationUndeliveredError extends CountinghouseError {
  readonly code = 'notification_undelivered';
  readonly status = 502;
  constructor(detail: string, options?: ErrorOptions) {
    super('The notification was not taken.', detail, options);
  }
}
