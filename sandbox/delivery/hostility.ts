/** How webhooks are delivered. The defaults are a good day: in order, once, four at a time. */
export interface Hostility {
  /** Starts the chance of delivery anew; the same seed and events give the same plan. The sandbox's own if not given. */
  seed: string | number;
  /** Events are handed out in a random order: within windows of so many, or all that wait until `settled()` is awaited. */
  shuffle: 'none' | 'whole' | number;
  /** So many events are held back and then sent all at once, whatever `concurrency` says; the rest with `settled()`. */
  burst: 'none' | number;
  /** In [0, 1): how likely an event is sent once more after its 2xx; each further time with the same probability. */
  duplicateProbability: number;
  /**
   * In [0, 1): how likely an attempt is lost on the way, each further one with the same probability. Half of them never
   * reach the endpoint; of the others the answer is lost, so that what was taken in comes again.
   */
  dropProbability: number;
  /** Before the first attempt, and before each duplicate, up to so many milliseconds. */
  maxDelayMs: number;
  /** In [0, 1): how likely a fact is told by two events with different ids. */
  twinFacts: number;
  /** Each event is rendered in one of these API versions, the same one whenever it is sent to that endpoint. */
  mixedVersions: readonly string[];
  /** Requests in flight at once, over all endpoints. */
  concurrency: number;
  /** An attempt without an answer is given up after so many milliseconds. */
  timeoutMs: number;
  /** Retries wait `firstMs`, then twice as long each time, up to `maxMs`; they do not end. */
  retry: { firstMs: number; maxMs: number };
  /** `sandbox`: retries come at Stripe's own pace instead, by the sandbox's clock, and end after three days of it. */
  retryClock: 'machine' | 'sandbox';
  /** An endpoint without one 2xx for so many days of the sandbox's clock is disabled at its next failure; null: never. */
  disableAfterDays: number | null;
}

export const NO_HOSTILITY: Hostility = {
  seed: 'delivery',
  shuffle: 'none',
  burst: 'none',
  duplicateProbability: 0,
  dropProbability: 0,
  maxDelayMs: 0,
  twinFacts: 0,
  mixedVersions: [],
  concurrency: 4,
  timeoutMs: 10_000,
  retry: { firstMs: 50, maxMs: 2_000 },
  retryClock: 'machine',
  disableAfterDays: null,
};

/** Stripe names "up to three days with an exponential back off" and no intervals: these are the sandbox's, in seconds. */
const STRIPE_PACE = { first: 300, longest: 12 * 3_600, end: 3 * 86_400 };

/** Milliseconds to wait before attempt `failures + 1`. */
export function backOff({ retry }: Hostility, failures: number): number {
  return Math.min(retry.maxMs, retry.firstMs * 2 ** (failures - 1));
}

/**
 * When attempt `failures + 1` is due at Stripe's pace, if the one before was due at `at` and the first at `firstAt`
 * (seconds UTC); null when three days are over and the event is given up.
 */
export function nextAttempt(firstAt: number, at: number, failures: number): number | null {
  const next = at + Math.min(STRIPE_PACE.longest, STRIPE_PACE.first * 2 ** (failures - 1));
  return next - firstAt > STRIPE_PACE.end ? null : next;
}
