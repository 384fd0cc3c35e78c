import type { components } from './schema.js';

/** What went wrong, as the backend tells it (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** `unrecognized`: the answer is none of the backend's, but of something in front of it. */
export type ProblemCode = Problem['code'] | 'unrecognized';

/** A place in the request, by a JSON Pointer, and what belongs there. */
export type Fault = NonNullable<Problem['errors']>[number];

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body && typeof body.code === 'string';

/** `Retry-After` in seconds; the backend never sends a date. */
const secondsOf = (header: string | null): number | null => (/^\d{1,6}$/.test(header ?? '') ? Number(header) : null);

/**
 * The backend refused, or failed. Go by `code`, which is stable, and not by the words.
 *
 * ```ts
 * if (error instanceof ProblemError && error.code === 'already_subscribed') showTheSubscription();
 * ```
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  /** What to quote when you ask the people who run the backend; its log has a line with it. */
  readonly requestId: string | null;
  /** Of `invalid_request`: what is wrong where. Else empty. */
  readonly errors: readonly Fault[];
  /** Seconds after which to ask again; null when nothing is said of it. */
  readonly retryAfter: number | null;
  /** All of it. Some codes say more: `problem?.declineCode` of `card_declined`. Null when it is `unrecognized`. */
  readonly problem: Problem | null;

  constructor({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown) {
    const problem = isProblem(body) ? body : null;
    super(problem?.title ?? `The answer is no problem document, but has status ${status}.`);
    this.code = problem?.code ?? 'unrecognized';
    this.status = status;
    this.requestId = problem?.requestId ?? headers.get('x-request-id');
    this.errors = problem?.errors ?? [];
    this.retryAfter = secondsOf(headers.get('retry-after'));
    this.problem = problem;
  }
}
