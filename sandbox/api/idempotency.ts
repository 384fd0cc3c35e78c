import { StripeApiError } from '../engine/errors.js';

interface Saved {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
}

/** Answers by `Idempotency-Key`: the same key replays the same answer, errors of an execution that had begun included. */
export class IdempotencyKeys {
  private readonly saved = new Map<string, Saved>();

  /** @throws StripeApiError 400 idempotency_error when the key was used with other parameters */
  find(key: string, fingerprint: string): Saved | undefined {
    const saved = this.saved.get(key);
    if (!saved || saved.fingerprint === fingerprint) return saved;
    throw new StripeApiError({
      status: 400,
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }

  /** A request that failed validation may be sent again with the same key. */
  save(key: string, answer: Saved): void {
    if (answer.status < 300 || answer.status === 402 || answer.status >= 500) this.saved.set(key, answer);
  }
}
