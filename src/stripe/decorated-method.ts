import { Reflector } from '@nestjs/core';
import { AFTER_STRIPE_EVENT } from './after-stripe-event.decorator.js';
import { ON_STRIPE_EVENT } from './on-stripe-event.decorator.js';
import type { AfterCommitHandler } from './stripe-event.registry.js';

type Method = (...args: never[]) => unknown;

const reflector = new Reflector();

/** The event types that the method owns, by `@OnStripeEvent`. */
export const ownedBy = (method: Method): readonly string[] =>
  reflector.get<readonly string[] | undefined>(ON_STRIPE_EVENT, method) ?? [];

/** The event type that the method follows, by `@AfterStripeEvent`. */
export const followedBy = (method: Method): (Pick<AfterCommitHandler, 'key'> & { readonly type: string }) | undefined =>
  reflector.get(AFTER_STRIPE_EVENT, method);
