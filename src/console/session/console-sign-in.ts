import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import { Authentication } from '../../auth/authentication.js';
import { ForbiddenError } from '../../auth/caller.errors.js';
import { ConsoleSessions, type OpenSession } from '../../auth/console-sessions.js';
import { isOfOwnPage } from '../../auth/own-page.js';
import { requestIdOf } from '../../common/request-id.js';
import { inTransaction } from '../../database/in-transaction.js';
import { requireOperator } from '../../operations/operator.js';
import { CrossSiteError } from './session.errors.js';

/** Begins and ends sessions. Each begins under a new secret, so that none that somebody else put there counts. */
@Injectable()
export class ConsoleSignIn {
  constructor(
    private readonly authentication: Authentication,
    private readonly sessions: ConsoleSessions,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** Null: nobody is signed in, or not any more. */
  async current(request: Request): Promise<OpenSession | null> {
    const session = await this.sessions.of(request);
    return typeof session === 'string' ? null : session;
  }

  /**
   * @returns the session and the secret of its cookie. One that the browser had before is ended.
   * @throws {CrossSiteError} @throws {UnauthorizedError} @throws {ForbiddenError} @throws {OperatorRequiredError}
   */
  async signIn(request: Request, token: string): Promise<OpenSession & { readonly secret: string }> {
    if (!isOfOwnPage(request)) throw new CrossSiteError();
    const { caller, expiresAt } = await this.authentication.proved(token, request.ip);
    if (!caller.scopes.has('operations')) throw new ForbiddenError('operations');
    requireOperator(caller);
    const by = expiresAt ? { userId: caller.id, scopes: [...caller.scopes], expiresAt } : { keyId: caller.id };
    return inTransaction(this.dataSource, async (tx) => {
      await this.sessions.end(tx, request);
      const { id, secret, expiresAt: end } = await this.sessions.open(tx, by);
      await this.audit.write(tx, {
        caller: { ...caller, requestId: requestIdOf(request) },
        action: 'console_session.create',
        object: { type: 'console_session', id },
        before: null,
        after: { expiresAt: end },
      });
      return { caller, secret, expiresAt: end };
    });
  }

  /** @throws {CrossSiteError} */
  async signOut(request: Request): Promise<void> {
    if (!isOfOwnPage(request)) throw new CrossSiteError();
    const session = await this.current(request);
    await inTransaction(this.dataSource, async (tx) => {
      const id = await this.sessions.end(tx, request);
      if (id === null || !session) return;
      await this.audit.write(tx, {
        caller: { ...session.caller, requestId: requestIdOf(request) },
        action: 'console_session.end',
        object: { type: 'console_session', id },
        before: null,
        after: null,
      });
    });
  }
}
