import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { begunOf } from './begun-request.js';

/**
 * Whether the same request has begun before and has no final answer: its process died, or nobody knows what Stripe did.
 * Then our rows may show its own effect, and must not be the reason to refuse it.
 */
export const IsRepeat = createParamDecorator(
  (_: unknown, context: ExecutionContext): boolean =>
    begunOf(context.switchToHttp().getRequest<object>())?.isRepeat ?? false,
);
