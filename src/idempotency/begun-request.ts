/** A request with an `Idempotency-Key` that is being carried out. */
interface BegunRequest {
  /** What Stripe is told, 64 characters. */
  readonly stripeKey: string;
  /** Whether it has begun before. */
  readonly isRepeat: boolean;
}

/** Beside the request instead of on it: nothing that a caller sends can get here. */
const begun = new WeakMap<object, BegunRequest>();

export const noteBegun = (request: object, what: BegunRequest): void => void begun.set(request, what);

/** Undefined when the caller sent no key. */
export const begunOf = (request: object): BegunRequest | undefined => begun.get(request);
