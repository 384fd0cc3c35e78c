import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { describeError } from '../common/describe-error.js';
import { isScope, type Caller } from './caller.js';
import { ConsoleSessionRepository, type OpenedBy, type ValidSession } from './console-session.repository.js';
import { isAttended, isOfOwnPage } from './own-page.js';
import { newSessionId, newSessionSecret, sessionHash, sessionSecretIn } from './session-cookie.js';
import { SharedLookups } from './shared-lookups.js';

/** A session as its pages are told of it. */
export interface OpenSession {
  readonly caller: Caller;
  readonly expiresAt: Date;
}

/** Who is signed in to the console. A session counts for requests of the console's own pages only. */
@Injectable()
export class ConsoleSessions {
  private readonly lookups: SharedLookups<ValidSession>;

  constructor(
    private readonly sessions: ConsoleSessionRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ConsoleSessions.name);
    this.lookups = new SharedLookups((hashes) => sessions.valid(hashes));
  }

  /** @returns why there is none, as text. */
  async of(request: Request): Promise<OpenSession | string> {
    const secret = sessionSecretIn(request);
    if (secret === undefined) return 'no session';
    if (!isOfOwnPage(request)) return 'a session, but not of a page of the console';
    return (await this.bySecret(secret, isAttended(request))) ?? 'no such session, or it has ended';
  }

  /** Of a page that a browser opens, which can bear no mark: says who looks, and is for nothing that can be done. */
  async ofNavigation(request: Request): Promise<OpenSession | null> {
    const secret = sessionSecretIn(request);
    return secret === undefined ? null : this.bySecret(secret, true);
  }

  /** @returns the id, for the audit log, and the secret, for the cookie. */
  async open(tx: EntityManager, by: OpenedBy): Promise<{ id: string; secret: string; expiresAt: Date }> {
    const [id, secret] = [newSessionId(), newSessionSecret()];
    const expiresAt = await this.sessions.open(tx, sessionHash(secret), id, by);
    return { id, secret, expiresAt };
  }

  /** Ends the session of the request's cookie. @returns its id; null when there was none. */
  async end(tx: EntityManager, request: Request): Promise<string | null> {
    const secret = sessionSecretIn(request);
    return secret === undefined ? null : this.sessions.end(tx, sessionHash(secret));
  }

  /** @param isUse whether somebody sits there; a page that is left open keeps no session alive. */
  private async bySecret(secret: string, isUse: boolean): Promise<OpenSession | null> {
    const found = await this.lookups.of(sessionHash(secret));
    if (!found) return null;
    if (isUse && found.isStale) void this.noteUse(found);
    const { keyId, userId, name, account, tenantId, expiresAt } = found;
    const who = keyId === null ? { kind: 'user' as const, id: userId ?? '' } : { kind: 'key' as const, id: keyId };
    const bounds = { account, tenantId, ...(found.staysInAccount ? { staysInAccount: true } : {}) };
    return { caller: { ...who, name, ...bounds, scopes: new Set(found.scopes.filter(isScope)) }, expiresAt };
  }

  private async noteUse({ hash, id }: ValidSession): Promise<void> {
    try {
      await this.sessions.noteUse(Buffer.from(hash, 'hex'));
    } catch (error) {
      this.logger.warn({ session: id, reason: describeError(error) }, 'the use of a session could not be noted');
    }
  }
}
