import { createHash } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import { Problems } from '../common/api-problems.decorator.js';
import { isPlatformKey } from './caller.js';
import { callerOf } from './current-caller.decorator.js';

/** Your own backend asks on behalf of many: so many times as much. */
const PLATFORM_SHARE = 10;

/** The limit's name, which is no part of the headers: the tighter limit is the one that a caller is told of. */
export const STRIPE_LIMIT = 'stripe';

/**
 * How often one caller may have Stripe asked, all routes together that do: Stripe's own limit is the whole account's, and
 * one user who presses a button without end must not use it up for the others. Which routes they are says what they may
 * answer: whoever calls Stripe has `stripe_busy` among its problems.
 *
 * @param limit a minute. @param minute in milliseconds.
 */
export function stripeRateLimit(reflector: Reflector, limit: number, minute: number): ThrottlerOptions {
  return {
    name: STRIPE_LIMIT,
    ttl: minute,
    limit: (context) => {
      const caller = callerOf(context.switchToHttp().getRequest<Request>());
      return caller && isPlatformKey(caller) ? limit * PLATFORM_SHARE : limit;
    },
    skipIf: (context) => !callsStripe(reflector, context),
    generateKey: (_context, tracker) => createHash('sha256').update(`stripe-${tracker}`).digest('hex'),
  };
}

const callsStripe = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.get(Problems, context.getHandler())?.includes('stripe_busy') ?? false;
