import { Injectable } from '@nestjs/common';
import { AnswerErasedError, IdempotencyInFlightError, IdempotencyMismatchError } from '../common/request.errors.js';
import type { Problem } from '../common/problem.js';
import { AnswerCipher } from './answer.cipher.js';
import { IdempotencyRepository, type Begun } from './idempotency.repository.js';
import type { RequestIdentity } from './request-identity.js';

/** What was answered. */
type KeptAnswer = { readonly status: number; readonly body?: unknown } | { readonly problem: Problem };

/** Seconds that a process has for a request, which begins no call to Stripe in the last quarter (RequestInHand). */
const LEASE = 60;
/** Seconds until a second request may ask again: most calls take less. */
const RETRY_AFTER = 1;
/** Looks at a row that changes in between. */
const LOOKS = 3;

const isAnswer = (value: unknown): value is KeptAnswer =>
  typeof value === 'object' && value !== null && ('problem' in value || 'status' in value);

/** Requests by their idempotency keys, and what was answered. */
@Injectable()
export class KeptRequests {
  constructor(
    private readonly repository: IdempotencyRepository,
    private readonly cipher: AnswerCipher,
  ) {}

  /**
   * @param lease a new UUID; whoever begins ends the request with `keep`, `forget` or `release`.
   * @param kept seconds until it is forgotten.
   * @returns what was answered before, or that the request has begun now.
   * @throws {IdempotencyInFlightError} @throws {IdempotencyMismatchError} @throws {AnswerErasedError}
   */
  async begin(identity: RequestIdentity, lease: string, kept: number): Promise<KeptAnswer | Begun> {
    for (let look = 1; look <= LOOKS; look += 1) {
      const begun = await this.repository.begin(identity, lease, LEASE, kept);
      if (begun) return begun;
      const found = await this.repository.find(identity);
      if (!found) continue; // it was forgotten in between
      if (!found.requestHash.equals(identity.request)) throw new IdempotencyMismatchError();
      if (!found.answer) continue; // it is being worked on, or was released in between
      if (found.answer.length === 0) throw new AnswerErasedError();
      const answer = this.read(found.answer, identity);
      if (answer) return answer;
      await this.repository.reopen(identity, found.answer);
    }
    throw new IdempotencyInFlightError(RETRY_AFTER);
  }

  keep(identity: RequestIdentity, lease: string, answer: KeptAnswer): Promise<void> {
    const status = 'problem' in answer ? answer.problem.status : answer.status;
    const sealed = this.cipher.encrypt(JSON.stringify(answer), identity.scope);
    return this.repository.settle(identity, lease, status, sealed);
  }

  forget(identity: RequestIdentity, lease: string): Promise<void> {
    return this.repository.forget(identity, lease);
  }

  release(identity: RequestIdentity, lease: string): Promise<void> {
    return this.repository.release(identity, lease);
  }

  private read(sealed: Buffer, { scope }: RequestIdentity): KeptAnswer | undefined {
    const text = this.cipher.decrypt(sealed, scope);
    const answer: unknown = text === undefined ? undefined : JSON.parse(text);
    return isAnswer(answer) ? answer : undefined;
  }
}
