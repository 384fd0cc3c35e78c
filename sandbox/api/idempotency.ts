import type { Clock } from '../clock.js';
import { StripeApiError } from '../engine/errors.js';
import { isHash } from '../previous-attributes.js';
import type { Answer } from './answer.js';

/** Stripe may forget a key after 24 hours, and the sandbox does. Seconds of its clock. */
const KEPT_S = 24 * 3_600;
const LONGEST_KEY = 255;

/** A POST that bears an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly key: string;
  readonly path: string;
  readonly params: string;
  readonly requestId: string;
}

interface Saved {
  readonly request: KeyedRequest;
  readonly at: number;
  /** Null while the first request is being worked on. */
  answer: Answer | null;
}

/**
 * Answers by `Idempotency-Key` (docs.stripe.com/api/idempotent_requests): the same request replays the first answer,
 * errors of an execution that had begun included, until a day has passed.
 */
export class IdempotencyKeys {
  private readonly saved = new Map<string, Saved>();

  constructor(private readonly clock: Clock) {}

  /**
   * @returns the answer to replay; undefined lets the request begin, which `end` or `abandon` concludes
   * @throws StripeApiError 400 idempotency_error for another request under the same key, 409 while the first is worked on
   */
  begin(request: KeyedRequest): Answer | undefined {
    this.forget();
    if (request.key.length > LONGEST_KEY) {
      throw refused(400, `Idempotency keys are up to ${LONGEST_KEY} characters long.`);
    }
    const saved = this.saved.get(request.key);
    if (!saved) {
      this.saved.set(request.key, { request, at: this.clock.now(), answer: null });
      return undefined;
    }
    compare(saved.request, request);
    if (!saved.answer) {
      const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`;
      throw refused(409, message, 'idempotency_key_in_use');
    }
    const headers = { 'Idempotent-Replayed': 'true', 'Original-Request': saved.request.requestId };
    return { ...saved.answer, headers: { ...saved.answer.headers, ...headers } };
  }

  /** Keeps the answer, unless execution never began: what fails validation may be corrected under the same key. */
  end(request: KeyedRequest, answer: Answer): void {
    const saved = this.saved.get(request.key);
    if (saved && !failedValidation(answer)) saved.answer = answer;
    else this.abandon(request);
  }

  /** The request came to nothing: the key is free again. */
  abandon(request: KeyedRequest): void {
    if (this.saved.get(request.key)?.answer === null) this.saved.delete(request.key);
  }

  /** The oldest come first in a map. */
  private forget(): void {
    for (const [key, { at, answer }] of this.saved) {
      if (at + KEPT_S > this.clock.now()) return;
      if (answer) this.saved.delete(key);
    }
  }
}

function compare(first: KeyedRequest, now: KeyedRequest): void {
  const advice = `Try using a key other than '${now.key}' if you meant to execute a different request.`;
  if (first.path !== now.path) {
    const paths = `('${now.path}' vs '${first.path}')`;
    throw refused(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ${paths}. ${advice}`,
    );
  }
  if (first.params !== now.params) {
    throw refused(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`,
    );
  }
}

function refused(status: number, message: string, code?: string): StripeApiError {
  return new StripeApiError({ status, type: 'idempotency_error', message, ...(code && { code }) });
}

/**
 * A parameter is named and nothing was looked up for it. Refusals for a state (already refunded) bear codes of their own,
 * and what cannot be expanded is only known of an answer, when the work is done.
 */
function failedValidation({ status, body }: Answer): boolean {
  if (status !== 400 || !isHash(body) || !isHash(body['error'])) return false;
  const { code, param } = body['error'];
  return typeof code === 'string' ? code.startsWith('parameter_') : param !== undefined && param !== 'expand';
}
