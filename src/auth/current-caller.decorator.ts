import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ForbiddenError } from './caller.errors.js';
import type { Caller } from './caller.js';

/** Beside the request instead of on it: nothing that a caller sends can get here. */
const callers = new WeakMap<object, Caller>();

export const noteCaller = (request: object, caller: Caller): void => void callers.set(request, caller);

/** Who sent the request; undefined on a public route. */
export const callerOf = (request: object): Caller | undefined => callers.get(request);

/** @throws {ForbiddenError} on a public route, where nobody was asked who calls. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<object>());
  if (!caller) throw new ForbiddenError(null);
  return caller;
});
