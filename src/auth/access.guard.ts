import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { requestIdOf } from '../common/request-id.js';
import { accessOf, AllowWith } from './access.js';
import { actingFor } from './acting-for.js';
import { ForbiddenError } from './caller.errors.js';
import { callerOf, noteCaller } from './current-caller.decorator.js';

/**
 * Whether the caller may, and for whom it acts. Behind the limit of requests: who is refused has sent one all the same,
 * and could otherwise go on asking for ever.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(this.reflector, context);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const proved = callerOf(request);
    if (!proved || access === undefined) throw new ForbiddenError(null);
    const caller = actingFor(proved, request.headers);
    noteCaller(request, { ...caller, requestId: requestIdOf(request) });
    const also = this.reflector.get(AllowWith, context.getHandler());
    for (const scope of also === undefined ? [access] : [access, also]) {
      if (!caller.scopes.has(scope)) throw new ForbiddenError(scope);
    }
    return true;
  }
}
