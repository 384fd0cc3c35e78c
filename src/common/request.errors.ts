import { CountinghouseError } from './errors.js';

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

/** One thing that is wrong with a request. */
export interface RequestFault {
  /** JSON Pointer (RFC 6901) into the body, the query (`?limit`) or the path (`:id`); '' is the whole body. */
  readonly pointer: string;
  /** What it should be, never what it was. */
  readonly detail: string;
}

/** A body, a query or a path that is not what its schema says. */
export class InvalidRequestError extends CountinghouseError {
  readonly code = 'invalid_request';
  readonly status = 400;
  override readonly members: Readonly<Record<string, unknown>>;
  constructor(errors: readonly RequestFault[]) {
    super('The request is invalid.');
    this.members = { errors };
  }
}

/** There is no such object, or it is somebody else's: the same answer for both. */
export class NotFoundError extends CountinghouseError {
  readonly code = 'not_found';
  readonly status = 404;
  constructor(detail?: string, options?: ErrorOptions) {
    super('There is nothing here.', detail, options);
  }
}

/** The header is no key. */
export class InvalidIdempotencyKeyError extends CountinghouseError {
  readonly code = 'invalid_idempotency_key';
  readonly status = 400;
  constructor() {
    super('The Idempotency-Key must be one header of 1 to 255 printable ASCII characters.');
  }
}

/** The first request with the key is still being worked on. */
export class IdempotencyInFlightError extends CountinghouseError {
  readonly code = 'idempotency_in_flight';
  readonly status = 409;
  constructor(override readonly retryAfter: number) {
    super('A request with this Idempotency-Key is being worked on. Try again shortly.');
  }
}

/** What the first request was answered is gone: it may have told of somebody who was erased since. */
export class AnswerErasedError extends CountinghouseError {
  readonly code = 'answer_erased';
  readonly status = 409;
  constructor() {
    super('This request was carried out. Its answer has been erased with what is personal of a customer.');
  }
}

/** The key was another request's. */
export class IdempotencyMismatchError extends CountinghouseError {
  readonly code = 'idempotency_mismatch';
  readonly status = 422;
  constructor() {
    super('This Idempotency-Key was used for another request. Take a new one.');
  }
}
