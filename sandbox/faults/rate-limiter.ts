interface Bucket {
  tokens: number;
  /** Milliseconds of the machine's monotonic clock. */
  filledAt: number;
}

/** A token bucket an account: a second's worth at once, then as they come back. In the machine's time, as requests are. */
export class RateLimiter {
  requestsPerSecond: number | null = null;
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes one token if there is one. */
  admits(account: string): boolean {
    const { requestsPerSecond: rate } = this;
    if (rate === null) return true;
    const now = this.now();
    const { tokens, filledAt } = this.buckets.get(account) ?? { tokens: Math.max(1, rate), filledAt: now };
    const filled = Math.min(Math.max(1, rate), tokens + ((now - filledAt) / 1000) * rate);
    const admitted = filled >= 1;
    this.buckets.set(account, { tokens: admitted ? filled - 1 : filled, filledAt: now });
    return admitted;
  }
}
