import { randomUUID } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { from, lastValueFrom, of, type Observable } from 'rxjs';
import { callerOf } from '../auth/current-caller.decorator.js';
import { describeError } from '../common/describe-error.js';
import { CountinghouseError } from '../common/errors.js';
import { KeptProblem, problemOf } from '../common/problem.js';
import { isStripes } from '../stripe/refusal.js';
import { RequestInHand } from '../stripe/request-in-hand.js';
import { AnswerLasts } from './answer-lasts.decorator.js';
import { AnsweredAnew } from './answered-anew.decorator.js';
import { noteBegun } from './begun-request.js';
import { KeptRequests } from './kept-requests.js';
import { identify, stripeKeyOf, type RequestIdentity } from './request-identity.js';

/** Repeating the others changes nothing. */
const MUTATING: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

/** Seconds, as long as Stripe promises to know its keys. */
const KEPT = 24 * 3_600;

/** A request that is being carried out. */
interface Work {
  readonly identity: RequestIdentity;
  readonly lease: string;
  readonly inHand: RequestInHand;
}

/** What becomes of a request that failed. */
type Ending = 'kept' | 'forgotten' | 'released';

/**
 * Of what may pass, or has an unknown end, nothing is kept. Stripe's refusal is; one of ours is not, for the request may
 * fare better when the tenant's state is another. Before Stripe was asked nothing was done, so that the request may also be
 * mended; afterwards it goes on under the same key at Stripe.
 */
function endingOf(error: unknown, { hasAsked }: RequestInHand): Ending {
  const { status } = problemOf(error);
  const mayPass = status >= 500 || (error instanceof CountinghouseError && error.retryAfter !== undefined);
  if (mayPass) return 'released';
  if (!hasAsked) return 'forgotten';
  return isStripes(error) ? 'kept' : 'released';
}

/**
 * Sees to it that a request with an `Idempotency-Key` is carried out once (docs/api.md#sending-it-again). It stands
 * behind the guards, so that the caller is known and the body read, and around the check of the body.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly requests: KeptRequests,
    private readonly reflector: Reflector,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(IdempotencyInterceptor.name);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const caller = callerOf(request);
    const isKept = MUTATING.has(request.method) && !this.reflector.get(AnsweredAnew, context.getHandler());
    const identity = caller && isKept ? identify(request, caller) : undefined;
    if (!identity) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    const lease = randomUUID();
    const inHand = new RequestInHand();
    const keptFor = this.reflector.get(AnswerLasts, context.getHandler()) ?? KEPT;
    const kept = await this.requests.begin(identity, lease, keptFor);
    if ('since' in kept) {
      noteBegun(request, { stripeKey: stripeKeyOf(identity, kept.since), isRepeat: kept.attempts > 1 });
      return from(this.carryOut(next, response, { identity, lease, inHand }));
    }
    response.setHeader('Idempotent-Replayed', 'true');
    if ('problem' in kept) throw new KeptProblem(kept.problem);
    response.status(kept.status);
    return of(kept.body);
  }

  private async carryOut(next: CallHandler, response: Response, { identity, lease, inHand }: Work): Promise<unknown> {
    try {
      const body: unknown = await inHand.during(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
      await this.end(() => this.requests.keep(identity, lease, { status: response.statusCode, body }));
      return body;
    } catch (error) {
      await this.end(() => this.conclude(error, { identity, lease, inHand }));
      throw error;
    }
  }

  private conclude(error: unknown, { identity, lease, inHand }: Work): Promise<void> {
    const ending = endingOf(error, inHand);
    if (ending === 'kept') return this.requests.keep(identity, lease, { problem: problemOf(error) });
    return ending === 'forgotten' ? this.requests.forget(identity, lease) : this.requests.release(identity, lease);
  }

  /** What was done is done, and answered, though it could not be noted: the lease then ends by itself. */
  private async end(note: () => Promise<void>): Promise<void> {
    try {
      await note();
    } catch (error) {
      this.logger.warn({ reason: describeError(error) }, 'the end of a request was not noted');
    }
  }
}
