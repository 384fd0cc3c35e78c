import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Scope } from './caller.js';

/** A session that counts now. */
export interface ValidSession {
  /** Of the hash, in hexadecimal. */
  readonly hash: string;
  readonly id: string;
  readonly keyId: string | null;
  readonly userId: string | null;
  /** Of the key, or the user's id. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly account: string;
  readonly tenantId: string | null;
  readonly staysInAccount: boolean;
  readonly expiresAt: Date;
  /** Whether its last use was noted more than a minute ago. */
  readonly isStale: boolean;
}

/** By what a session is opened: a key that is asked for each time, or a token that said what it says once. */
export type OpenedBy =
  { readonly keyId: string } | { readonly userId: string; readonly scopes: readonly Scope[]; readonly expiresAt: Date };

/** The key's own row decides as it does when the key itself comes: its revocation ends the session. */
const VALID = `
  SELECT encode(s.hash, 'hex') AS hash, s.id, s.key_id AS "keyId", s.user_id AS "userId",
         coalesce(k.name, s.user_id) AS name, coalesce(k.scopes, s.scopes) AS scopes,
         coalesce(k.account, '') AS account, k.tenant_id AS "tenantId",
         coalesce(k.stays_in_account, false) AS "staysInAccount",
         s.expires_at AS "expiresAt",
         s.last_seen_at < now() - interval '1 minute' AS "isStale"
    FROM console_sessions s LEFT JOIN api_keys k ON k.id = s.key_id
   WHERE s.hash = ANY ($1) AND s.expires_at > now() AND s.last_seen_at > now() - interval '1 hour'
     AND (s.key_id IS NULL OR k.id IS NOT NULL AND k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true))`;

/** The condition again: of many processes that note the use at once, one writes. */
const USED = `
  UPDATE console_sessions SET last_seen_at = now()
   WHERE hash = $1 AND last_seen_at < now() - interval '1 minute'`;

/**
 * A key is asked for with each request, a token once: that its user has left, the identity provider tells nobody. So who
 * signed in with a token shows a new one after an hour, however long the token lasts.
 */
const OPEN = `
  INSERT INTO console_sessions (hash, id, key_id, user_id, scopes, expires_at)
  VALUES ($1, $2, $3, $4, $5, least(now() + CASE WHEN $3::text IS NULL THEN interval '1 hour' ELSE interval '12 hours' END,
                                    $6, (SELECT expires_at FROM api_keys WHERE id = $3)))
  RETURNING expires_at AS "expiresAt"`;

/** Nobody can come back to them; a day later nobody asks why either. */
const FORGET = `
  DELETE FROM console_sessions WHERE least(expires_at, last_seen_at + interval '1 hour') < now() - interval '1 day'`;

@Injectable()
export class ConsoleSessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those of the hashes that are of a session which counts now, by the database's clock. */
  valid(hashes: readonly Buffer[]): Promise<ValidSession[]> {
    return this.dataSource.query(VALID, [hashes]);
  }

  async noteUse(hash: Buffer): Promise<void> {
    await this.dataSource.query(USED, [hash]);
  }

  /** Also does away with those that ended long ago. @returns when it will end. */
  async open(tx: EntityManager, hash: Buffer, id: string, by: OpenedBy): Promise<Date> {
    const isKey = 'keyId' in by;
    await tx.query(FORGET);
    const [row]: { expiresAt: Date }[] = await tx.query(OPEN, [
      hash,
      id,
      isKey ? by.keyId : null,
      isKey ? null : by.userId,
      isKey ? null : by.scopes,
      isKey ? null : by.expiresAt,
    ]);
    return row?.expiresAt ?? new Date(0);
  }

  /** @returns its id; null when there was none. */
  async end(tx: EntityManager, hash: Buffer): Promise<string | null> {
    const [rows]: [{ id: string }[], number] = await tx.query(
      'DELETE FROM console_sessions WHERE hash = $1 RETURNING id',
      [hash],
    );
    return rows[0]?.id ?? null;
  }
}
