import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ApiKey } from './api-key.entity.js';
import { hashOf, newApiKey, newKeyId } from './api-key.js';
import type { Caller, Scope } from './caller.js';

/** A key that is valid now. */
export interface ValidKey extends Pick<ApiKey, 'id' | 'name' | 'scopes' | 'account' | 'tenantId' | 'staysInAccount'> {
  /** Of the hash, in hexadecimal. */
  readonly hash: string;
  /** Whether its last use was noted more than a minute ago, or never. */
  readonly isStale: boolean;
}

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Connected account, '' for your own. */
  readonly account: string;
  /** Null: any. */
  readonly tenantId: string | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** Absent: a command on one of our machines. */
  readonly maker?: Pick<Caller, 'kind' | 'id' | 'staysInAccount'>;
}

/** Everything but the hash. */
export type ListedKey = Omit<ApiKey, 'hash'>;

const VALID = `
  SELECT encode(hash, 'hex') AS hash, id, name, scopes, account, tenant_id AS "tenantId",
         stays_in_account AS "staysInAccount",
         coalesce(last_used_at < now() - interval '1 minute', true) AS "isStale"
    FROM api_keys
   WHERE hash = ANY ($1) AND revoked_at IS NULL AND coalesce(expires_at > now(), true)`;

/** The condition again: of many processes that note the use at once, one writes. */
const USED = `
  UPDATE api_keys SET last_used_at = now()
   WHERE id = $1 AND coalesce(last_used_at < now() - interval '1 minute', true)`;

const ISSUE = `
  INSERT INTO api_keys (id, hash, name, scopes, account, tenant_id, expires_at, created_by_kind, created_by_id,
                        stays_in_account)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const LIST = `
  SELECT id, name, scopes, account, tenant_id AS "tenantId", stays_in_account AS "staysInAccount",
         created_by_kind AS "createdByKind", created_by_id AS "createdById", created_at AS "createdAt",
         expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
    FROM api_keys ORDER BY created_at, id`;

const REVOKE = `
  WITH before AS (SELECT id, revoked_at FROM api_keys WHERE id = $1 FOR UPDATE)
  UPDATE api_keys AS k SET revoked_at = coalesce(k.revoked_at, now())
    FROM before WHERE k.id = before.id RETURNING before.revoked_at AS "revokedBefore"`;

@Injectable()
export class ApiKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the hashes that are of a key which is valid now, by the database's clock. */
  valid(hashes: readonly Buffer[]): Promise<ValidKey[]> {
    return this.dataSource.query(VALID, [hashes]);
  }

  async noteUse(id: string): Promise<void> {
    await this.dataSource.query(USED, [id]);
  }

  /** @returns the key, which nobody can read again. */
  async issue(
    { name, scopes, account, tenantId, expiresAt, maker }: KeyRequest,
    db: Pick<EntityManager, 'query'> = this.dataSource,
  ): Promise<{ id: string; key: string }> {
    const [id, key] = [newKeyId(), newApiKey()];
    const stays = maker?.kind === 'user' || maker?.staysInAccount === true;
    const hash = hashOf(key);
    await db.query(ISSUE, [id, hash, name, scopes, account, tenantId, expiresAt, maker?.kind, maker?.id, stays]);
    return { id, key };
  }

  list(): Promise<ListedKey[]> {
    return this.dataSource.query(LIST);
  }

  /** @returns since when it was revoked already, and stays so; null: it was not; undefined: there is no such key. */
  async revoke(id: string, db: Pick<EntityManager, 'query'> = this.dataSource): Promise<Date | null | undefined> {
    const [[row]]: [{ revokedBefore: Date | null }[]] = await db.query(REVOKE, [id]);
    return row?.revokedBefore;
  }
}
