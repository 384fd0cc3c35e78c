import { Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import type { Scope } from './caller.js';

/** Who may call a route: everybody, or who has the scope. */
export type Access = 'public' | Scope;

/** One piece of metadata for both decorators: what is nearer to the route counts, and no route has both. */
export const Allow = Reflector.createDecorator<Access>();

/** A second scope that a route asks for, besides the one of {@link Allow}. */
export const AllowWith = Reflector.createDecorator<Scope>();

/** What the method says, else its controller; undefined when neither does: nobody may call it. */
export const accessOf = (
  reflector: Reflector,
  route: Pick<ExecutionContext, 'getHandler' | 'getClass'>,
): Access | undefined => reflector.getAllAndOverride(Allow, [route.getHandler(), route.getClass()]);
