/** How webhooks are delivered. The defaults are a good day: in order, once, four at a time. */
export interface Hostility {
  /** Starts the chance of delivery anew; the same seed and events give the same plan. The sandbox's own if not given. */
  seed: string | number;
  /** Events are handed out in a random order: within windows of so many, or all that wait until `settled()` is awaited. */
  shuffle: 'none' | 'whole' | number;
  /** In [0, 1): how likely an event is sent once more after its 2xx; each further time with the same probability. */
  duplicateProbability: number;
  /** Before the first attempt, and before each duplicate, up to so many milliseconds. */
  maxDelayMs: number;
  /** In [0, 1): how likely a fact is told by two events with different ids. */
  twinFacts: number;
  /** Requests in flight at once, over all endpoints. */
  concurrency: number;
  /** An attempt without an answer is given up after so many milliseconds. */
  timeoutMs: number;
  /** Retries wait `firstMs`, then twice as long each time, up to `maxMs`. Stripe: hours, up to three days. */
  retry: { firstMs: number; maxMs: number };
}

export const NO_HOSTILITY: Hostility = {
  seed: 'delivery',
  shuffle: 'none',
  duplicateProbability: 0,
  maxDelayMs: 0,
  twinFacts: 0,
  concurrency: 4,
  timeoutMs: 10_000,
  retry: { firstMs: 50, maxMs: 2_000 },
};

/** Milliseconds to wait before attempt `failures + 1`. */
export function backOff({ retry }: Hostility, failures: number): number {
  return Math.min(retry.maxMs, retry.firstMs * 2 ** (failures - 1));
}
