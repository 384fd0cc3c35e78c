import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { begunOf } from './begun-request.js';

/**
 * The idempotency key for Stripe: the same whenever the caller sends the same request with the same `Idempotency-Key`,
 * also in another process after a crash; by chance when the caller sent none. 64 characters; a handler with a second
 * call to Stripe adds a word of its own to it (`${key}-customer`).
 */
export const StripeIdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    begunOf(context.switchToHttp().getRequest<object>())?.stripeKey ?? randomUUID(),
);
