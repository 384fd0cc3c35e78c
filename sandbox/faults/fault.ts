/**
 * What goes wrong with a request to the API. `done` says whether the operation is carried out all the same, which the
 * caller cannot know; without it, it is not.
 */
export type Fault =
  /** 429 with `Retry-After` (seconds, 1 if not given). Before anything else: no key is kept. */
  | { readonly fault: 'rate_limit'; readonly retryAfter?: number }
  /** 401, as of a key that was rolled. Before anything else: no key is kept. */
  | { readonly fault: 'unauthorized' }
  /** 500 in Stripe's own form. With an `Idempotency-Key` it is the saved answer, done or not. */
  | { readonly fault: 'error'; readonly done?: boolean }
  /** 503 with a page of HTML, as a proxy in front of Stripe answers. */
  | { readonly fault: 'unavailable'; readonly done?: boolean }
  /** The connection is reset. */
  | { readonly fault: 'reset'; readonly done?: boolean }
  /** No answer ever comes. */
  | { readonly fault: 'hang'; readonly done?: boolean }
  /** The operation is done, the answer breaks off in the middle. */
  | { readonly fault: 'truncated' }
  /** The operation is done, and answered, so many milliseconds later. */
  | { readonly fault: 'slow'; readonly delayMs: number };

/** Which requests a fault meets. */
interface Aim {
  /** So many of them and then no more; 1 if neither this nor `probability` is given. */
  readonly times?: number;
  /** In (0, 1]: how likely each of them is met. */
  readonly probability?: number;
  /** `GET`, `POST` or `DELETE`; any if not given. */
  readonly method?: string;
  /** The path of the request; `*` in it stands for anything (`/v1/refunds*`). Any if not given. */
  readonly path?: string;
}

export type FaultRule = Fault & Aim;

/** Whether Stripe turns the request away before it looks at what it asks, its `Idempotency-Key` included. */
export function isAtTheDoor(
  fault: Fault | undefined,
): fault is Extract<Fault, { readonly fault: 'rate_limit' | 'unauthorized' }> {
  return fault?.fault === 'rate_limit' || fault?.fault === 'unauthorized';
}

/** Whether the operation is carried out. */
export function executes(fault: Fault | undefined): boolean {
  if (!fault || fault.fault === 'truncated' || fault.fault === 'slow') return true;
  return !isAtTheDoor(fault) && fault.done === true;
}
