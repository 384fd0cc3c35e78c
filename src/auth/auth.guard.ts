import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { LogThrottle } from '../common/log-throttle.js';
import { accessOf } from './access.js';
import { Authentication } from './authentication.js';
import { ForbiddenError } from './caller.errors.js';
import { noteCaller } from './current-caller.decorator.js';

/**
 * Before every route: finds out who calls; whether they may, AccessGuard says once they are counted. Denies what no
 * decorator allows, so that a route whose author forgot to think of it is closed.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly undecided = new LogThrottle(1, 60_000);

  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AuthGuard.name);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(this.reflector, context);
    if (access === 'public') return true;
    if (access === undefined) throw this.closed(context);
    const request = context.switchToHttp().getRequest<Request>();
    noteCaller(request, await this.authentication.callerOf(request));
    return true;
  }

  private closed(context: ExecutionContext): ForbiddenError {
    const route = `${context.getClass().name}.${context.getHandler().name}`;
    if (this.undecided.admit(route) !== null) {
      this.logger.error({ route }, 'nobody may call this route: give it @RequireScope(…) or @Public()');
    }
    return new ForbiddenError(null);
  }
}
