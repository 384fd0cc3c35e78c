import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { ForbiddenError, IdentityProviderUnavailableError, UnauthorizedError } from '../common/errors.js';
import { LogThrottle } from '../common/log-throttle.js';
import { accessOf } from './access.js';
import { ApiKeys } from './api-keys.js';
import { isApiKey } from './api-key.js';
import type { Caller } from './caller.js';
import { noteCaller } from './current-caller.decorator.js';
import { FailedAuthentications } from './failed-authentications.js';
import { JwtVerifier } from './jwt.verifier.js';

/** RFC 6750; no token of ours or of an identity provider is longer, and longer ones cost more to look at. */
const BEARER = /^Bearer +([\w.~+/=-]{1,8192})$/i;

/**
 * Before every route: finds out who calls; whether they may, AccessGuard says once they are counted. Denies what no
 * decorator allows, so that a route whose author forgot to think of it is closed.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly refusals = new LogThrottle(10, 60_000);
  private readonly undecided = new LogThrottle(1, 60_000);

  constructor(
    private readonly reflector: Reflector,
    private readonly jwts: JwtVerifier,
    private readonly keys: ApiKeys,
    private readonly failures: FailedAuthentications,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AuthGuard.name);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(this.reflector, context);
    if (access === 'public') return true;
    if (access === undefined) throw this.closed(context);
    const request = context.switchToHttp().getRequest<Request>();
    noteCaller(request, await this.authenticate(request));
    return true;
  }

  private async authenticate({ headers, ip }: Request): Promise<Caller> {
    const token = BEARER.exec(headers.authorization ?? '')?.[1];
    const proved = await this.callerOf(token).catch((error: unknown) => this.undecidable(error, ip));
    if (typeof proved !== 'string') return proved;
    await this.failures.count(ip);
    const suppressed = token === undefined ? null : this.refusals.admit('token');
    if (suppressed !== null) this.logger.warn({ reason: proved, suppressed }, 'a token was refused');
    throw new UnauthorizedError(token !== undefined, proved);
  }

  /** Where nobody can tell, made-up tokens are counted like those that are refused, and the others with them. */
  private async undecidable(error: unknown, ip: string | undefined): Promise<never> {
    if (error instanceof IdentityProviderUnavailableError) await this.failures.count(ip);
    throw error;
  }

  private async callerOf(token: string | undefined): Promise<Caller | string> {
    if (token === undefined) return 'no bearer token';
    if (!token.startsWith('chk_')) return this.jwts.callerOf(token);
    const caller = isApiKey(token) ? await this.keys.callerOf(token) : null;
    return caller ?? 'no such key, or revoked or expired';
  }

  private closed(context: ExecutionContext): ForbiddenError {
    const route = `${context.getClass().name}.${context.getHandler().name}`;
    if (this.undecided.admit(route) !== null) {
      this.logger.error({ route }, 'nobody may call this route: give it @RequireScope(…) or @Public()');
    }
    return new ForbiddenError(null);
  }
}
