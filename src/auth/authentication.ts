import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { LogThrottle } from '../common/log-throttle.js';
import { isApiKey } from './api-key.js';
import { ApiKeys } from './api-keys.js';
import { IdentityProviderUnavailableError, UnauthorizedError } from './caller.errors.js';
import type { Caller } from './caller.js';
import { ConsoleSessions } from './console-sessions.js';
import { FailedAuthentications } from './failed-authentications.js';
import { JwtVerifier } from './jwt.verifier.js';

/** RFC 6750; no token of ours or of an identity provider is longer, and longer ones cost more to look at. */
const BEARER = /^Bearer +([\w.~+/=-]{1,8192})$/i;

/** Who a token is of. */
interface ProvedCaller {
  readonly caller: Caller;
  /** Of a user's token; null of a key, whose row is asked each time. */
  readonly expiresAt: Date | null;
}

/** Finds out who calls: by the token of the request or, of the console's pages, by their session. */
@Injectable()
export class Authentication {
  private readonly refusals = new LogThrottle(10, 60_000);

  constructor(
    private readonly jwts: JwtVerifier,
    private readonly keys: ApiKeys,
    private readonly sessions: ConsoleSessions,
    private readonly failures: FailedAuthentications,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(Authentication.name);
  }

  /** @throws {UnauthorizedError} @throws {TooManyRequestsError} @throws {IdentityProviderUnavailableError} */
  async callerOf(request: Request): Promise<Caller> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined || cookie === undefined) {
      return (await this.proved(BEARER.exec(authorization ?? '')?.[1], request.ip)).caller;
    }
    const session = await this.sessions.of(request);
    return typeof session === 'string' ? this.refuse(session, false, request.ip) : session.caller;
  }

  /** Of a token, whichever way it came. @throws as {@link callerOf} */
  async proved(token: string | undefined, ip: string | undefined): Promise<ProvedCaller> {
    const proved = await this.proof(token).catch((error: unknown) => this.undecidable(error, ip));
    return typeof proved === 'string' ? this.refuse(proved, token !== undefined, ip) : proved;
  }

  private async refuse(reason: string, borne: boolean, ip: string | undefined): Promise<never> {
    await this.failures.count(ip);
    const suppressed = borne ? this.refusals.admit('token') : null;
    if (suppressed !== null) this.logger.warn({ reason, suppressed }, 'a token was refused');
    throw new UnauthorizedError(borne, reason);
  }

  /** Where nobody can tell, made-up tokens are counted like those that are refused, and the others with them. */
  private async undecidable(error: unknown, ip: string | undefined): Promise<never> {
    if (error instanceof IdentityProviderUnavailableError) await this.failures.count(ip);
    throw error;
  }

  private async proof(token: string | undefined): Promise<ProvedCaller | string> {
    if (token === undefined) return 'no bearer token';
    if (!token.startsWith('chk_')) return this.jwts.proof(token);
    const caller = isApiKey(token) ? await this.keys.callerOf(token) : null;
    return caller ? { caller, expiresAt: null } : 'no such key, or revoked or expired';
  }
}
