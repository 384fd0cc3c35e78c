import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { Request } from 'express';
import { addressOf } from './address.js';
import { TooManyRequestsError } from './caller.errors.js';
import { callerOf } from './current-caller.decorator.js';
import { STRIPE_LIMIT } from './stripe-rate-limit.js';

/**
 * So many requests of one caller to one route within a minute: RATE_LIMIT_PER_MINUTE, or what the route's `@Throttle`
 * says; and so many to all routes together that call Stripe ({@link STRIPE_LIMIT}). Callers are counted by who they are,
 * and by address on public routes. `@SkipThrottle()` exempts a route.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** As the IETF's draft names them: without the `X-`. */
  protected override readonly headerPrefix = 'RateLimit';

  protected override getTracker(request: Request): Promise<string> {
    const caller = callerOf(request);
    return Promise.resolve(caller ? `${caller.kind}:${caller.id}` : `address:${addressOf(request.ip)}`);
  }

  /** A header of one name, whichever limit it tells of; that of Stripe is counted last. */
  protected override setResponseHeader(res: Record<string, unknown>, name: string, value: string | number): void {
    super.setResponseHeader(res, name.replace(`-${STRIPE_LIMIT}`, ''), value);
  }

  protected override throwThrottlingException(context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    const { res } = this.getRequestResponse(context);
    const left = { Limit: detail.limit, Remaining: 0, Reset: detail.timeToBlockExpire };
    for (const [name, value] of Object.entries(left)) this.setResponseHeader(res, `RateLimit-${name}`, value);
    throw new TooManyRequestsError(detail.timeToBlockExpire);
  }
}
