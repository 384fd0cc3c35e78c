import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import { ApiKeyRepository } from '../../auth/api-key.repository.js';
import { UnauthorizedError } from '../../auth/caller.errors.js';
import { SCOPES_OF_ALL, type Caller } from '../../auth/caller.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { InvalidRequestError, NotFoundError } from '../../common/request.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { reachOf, requireOperator, type Reach } from '../operator.js';
import { IssuedKeyRepository, type KeyRow } from './issued-key.repository.js';
import type {
  ApiKeyAnswer,
  KeysQuery,
  NewApiKeyAnswer,
  NewKeyBody,
  RevokeBody,
  RevokedKeyAnswer,
} from './key.answers.js';
import { requireWithin } from './own-access.js';

/** Milliseconds that a key of a user's lasts at most: who it is that left a company, nobody tells us. */
const MOST_OF_USER = 90 * 86_400_000;

/** Makes, lists and revokes API keys, for operators who are no closer to the machine than their browser. */
@Injectable()
export class IssuedKeys {
  constructor(
    private readonly rows: IssuedKeyRepository,
    private readonly keys: ApiKeyRepository,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  async page(reach: Reach, query: KeysQuery): Promise<Page<ApiKeyAnswer>> {
    return pageOf(await this.rows.page(reach, query), query.limit, show);
  }

  /**
   * @throws {OperatorRequiredError} @throws {ExceedsOwnAccessError} @throws {InvalidRequestError}
   * @throws {UnauthorizedError} of a key that is revoked meanwhile.
   */
  async create(caller: Caller, body: NewKeyBody): Promise<NewApiKeyAnswer> {
    requireOperator(caller);
    const { account = caller.account, tenant = null, expiresAt = null, reason } = body;
    const scopes = [...new Set(body.scopes)];
    refuseNonsense({ ...body, scopes });
    return inTransaction(this.dataSource, async (tx) => {
      requireWithin(caller, { scopes, account, expiresAt }, await this.latestOf(tx, caller));
      const request = { name: body.name.trim(), scopes, account, tenantId: tenant, expiresAt, maker: caller };
      const { id, key } = await this.keys.issue(request, tx);
      await this.audit.write(tx, {
        caller,
        action: 'api_key.create',
        object: { type: 'api_key', id },
        before: null,
        after: { scopes, account, tenant, expiresAt, reason },
      });
      const made = await this.rows.find(tx, undefined, id);
      if (!made) throw new NotFoundError();
      return { ...show(made), key };
    });
  }

  /**
   * One that is revoked already stays so, since then. `withMade`: also what it made, and what that made, as far as the
   * caller's arm reaches; a key that was revoked before may have left such.
   *
   * @throws {NotFoundError} also of another account's.
   */
  async revoke(caller: Caller, id: string, { reason, withMade }: RevokeBody): Promise<RevokedKeyAnswer> {
    const reach = reachOf(caller);
    return inTransaction(this.dataSource, async (tx) => {
      const before = await this.rows.find(tx, reach, id);
      if (!before) throw new NotFoundError();
      await this.end(tx, caller, before, { reason });
      const alsoRevoked: string[] = [];
      for (let makers = withMade ? [id] : []; makers.length > 0;) {
        const made = await this.rows.madeBy(tx, reach, makers);
        for (const key of made) if (await this.end(tx, caller, key, { reason, with: id })) alsoRevoked.push(key.id);
        makers = made.map((key) => key.id);
      }
      return { ...show((await this.rows.find(tx, reach, id)) ?? before), alsoRevoked };
    });
  }

  /** @returns whether it was not revoked before. */
  private async end(tx: EntityManager, caller: Caller, { id, revokedAt }: KeyRow, why: object): Promise<boolean> {
    if (revokedAt) return false;
    await this.keys.revoke(id, tx);
    await this.audit.write(tx, {
      caller,
      action: 'api_key.revoke',
      object: { type: 'api_key', id },
      before: { revoked: false },
      after: { revoked: true, ...why },
    });
    return true;
  }

  /** When what the caller makes must have ended; null: never. A key is held, so that it is not revoked meanwhile. */
  private async latestOf(tx: EntityManager, { kind, id }: Caller): Promise<Date | null> {
    if (kind === 'user') return new Date(Date.now() + MOST_OF_USER);
    const own = await this.rows.find(tx, undefined, id);
    if (own?.state !== 'active') throw new UnauthorizedError(true, 'the key is revoked, or has expired');
    return own.expiresAt;
  }
}

/** @throws {InvalidRequestError} */
function refuseNonsense({ scopes, tenant, expiresAt }: NewKeyBody): void {
  if (tenant !== undefined && scopes.some((scope) => SCOPES_OF_ALL.includes(scope))) {
    const detail = `leave it out: ${SCOPES_OF_ALL.join(', ')} concern all tenants`;
    throw new InvalidRequestError([{ pointer: '/tenant', detail }]);
  }
  if (expiresAt !== undefined && expiresAt.getTime() <= Date.now()) {
    throw new InvalidRequestError([{ pointer: '/expiresAt', detail: 'must be to come' }]);
  }
}

const show = ({ created, scopes, expiresAt, lastUsedAt, revokedAt, ...row }: KeyRow): ApiKeyAnswer => ({
  ...row,
  scopes: [...scopes],
  createdAt: created.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
});
