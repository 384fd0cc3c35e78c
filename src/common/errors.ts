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

/** No token, or none that is valid. One answer for every reason; the log of the adopter's own tests is `detail`. */
export class UnauthorizedError extends CountinghouseError {
  readonly code = 'unauthorized';
  readonly status = 401;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param borne whether there was a token at all (RFC 6750: no error is named where nobody tried). */
  constructor(borne: boolean, detail?: string) {
    super('The request bears no valid token: send `Authorization: Bearer …`.', detail);
    this.headers = { 'WWW-Authenticate': `Bearer realm="countinghouse"${borne ? ', error="invalid_token"' : ''}` };
  }
}

/** The caller is known and may not do this. */
export class ForbiddenError extends CountinghouseError {
  readonly code = 'forbidden';
  readonly status = 403;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param scope the one that is missing; null: the route is open to nobody. */
  constructor(scope: string | null) {
    super(scope === null ? 'Nobody may call this.' : `The caller lacks the scope \`${scope}\`.`);
    const missing = scope === null ? '' : `, error="insufficient_scope", scope="${scope}"`;
    this.headers = { 'WWW-Authenticate': `Bearer realm="countinghouse"${missing}` };
  }
}

/** A tenant's route, and the caller acts for none. */
export class TenantRequiredError extends CountinghouseError {
  readonly code = 'tenant_required';
  readonly status = 403;
  constructor() {
    super('The caller acts for no tenant. A key names one with the header `Countinghouse-Tenant`.');
  }
}

/** Whoever holds a tenant's key, be it a seller's, must not decide what the platform earns, pays or answers for. */
export class PlatformKeyRequiredError extends CountinghouseError {
  readonly code = 'platform_key_required';
  readonly status = 403;
  constructor() {
    super('Only your own backend may decide this: call with an API key that is bound to no tenant.');
  }
}

/** A caller that is bound to one tenant or account names another one. The same whether that one exists or not. */
export class BoundToAnotherError extends CountinghouseError {
  readonly code = 'bound_to_another';
  readonly status = 403;
  /** @param where a header, or `?parameter`. */
  constructor(where: string) {
    super(`The caller is bound to another one than \`${where}\` names.`);
  }
}

/** The identity provider's keys cannot be read, so nobody can tell whether the token is valid. */
export class IdentityProviderUnavailableError extends CountinghouseError {
  readonly code = 'identity_provider_unavailable';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor(detail: string, options?: ErrorOptions) {
    super('The identity provider does not answer, so tokens cannot be checked. Try again shortly.', detail, options);
  }
}

/** More requests of one caller to one route than RATE_LIMIT_PER_MINUTE, or too many invalid tokens from one address. */
export class TooManyRequestsError extends CountinghouseError {
  readonly code = 'too_many_requests';
  readonly status = 429;
  constructor(override readonly retryAfter: number) {
    super('Too many requests. Try again later.');
  }
}

/** A body that is not JSON in UTF-8. */
export class UnsupportedMediaTypeError extends CountinghouseError {
  readonly code = 'unsupported_media_type';
  readonly status = 415;
  constructor() {
    super('The body must be application/json in UTF-8, not compressed.');
  }
}

/** A body that says it is JSON and is not. */
export class MalformedJsonError extends CountinghouseError {
  readonly code = 'malformed_json';
  readonly status = 400;
  constructor() {
    super('The body is not valid JSON, is nested too deeply, or did not arrive whole.');
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
