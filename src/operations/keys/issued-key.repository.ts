import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Cursor } from '../../common/cursor.js';
import type { Reach } from '../operator.js';
import type { KeysQuery } from './key.answers.js';

/** A key without itself. */
export interface KeyRow extends Cursor {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly account: string;
  readonly tenant: string | null;
  readonly createdBy: { readonly kind: 'user' | 'key'; readonly id: string } | null;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const KEYS = `
  SELECT id, name, scopes, account, tenant_id AS tenant, date_trunc('milliseconds', created_at) AS created,
         CASE WHEN created_by_kind IS NOT NULL
              THEN jsonb_build_object('kind', created_by_kind, 'id', created_by_id) END AS "createdBy",
         expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt",
         CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS state
    FROM api_keys`;

/** All SQL that shows keys to operators. */
@Injectable()
export class IssuedKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, one more than asked for when there is more. */
  page(reach: Reach, { state, limit, cursor }: KeysQuery): Promise<KeyRow[]> {
    return this.dataSource.query(
      `SELECT * FROM (${KEYS} WHERE $1::text IS NULL OR account = $1) AS k
        WHERE ($2 = 'all' OR state = $2) AND (created, id COLLATE "C") < ($3::timestamptz, $4::text COLLATE "C")
        ORDER BY created DESC, id COLLATE "C" DESC LIMIT $5`,
      [reach ?? null, state, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1],
    );
  }

  async find(tx: EntityManager, reach: Reach, id: string): Promise<KeyRow | undefined> {
    const rows: KeyRow[] = await tx.query(`${KEYS} WHERE id = $2 AND ($1::text IS NULL OR account = $1) FOR UPDATE`, [
      reach ?? null,
      id,
    ]);
    return rows[0];
  }

  /** What these keys made: nobody makes a key with one of them until the transaction ends. */
  madeBy(tx: EntityManager, reach: Reach, ids: readonly string[]): Promise<KeyRow[]> {
    return tx.query(
      `${KEYS} WHERE created_by_kind = 'key' AND created_by_id = ANY($2) AND ($1::text IS NULL OR account = $1)
        ORDER BY id FOR UPDATE`,
      [reach ?? null, ids],
    );
  }
}
