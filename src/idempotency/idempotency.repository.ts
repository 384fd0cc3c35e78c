import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RequestIdentity } from './request-identity.js';

/** A request as the table has it. */
interface KeptRequest {
  readonly requestHash: Buffer;
  /** Null while there is no answer. */
  readonly status: number | null;
  readonly answer: Buffer | null;
}

/** A request that is to be carried out now. */
export interface Begun {
  /** When it began first, the same for all its attempts: seconds since 1970 with their fraction. */
  readonly since: string;
  /** How often it has begun, this time included. */
  readonly attempts: number;
}

/** All SQL of the requests. Time is the database's. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins the request: a new one, one that ended without an answer, or one whose process has let its lease run out.
   *
   * @param lease a new UUID. @param term seconds of the lease. @param kept seconds until the request is forgotten.
   * @returns undefined when it has an answer, or somebody works on it, or the key is another request's.
   */
  async begin(
    { scope, request, account, tenantId }: RequestIdentity,
    lease: string,
    term: number,
    kept: number,
  ): Promise<Begun | undefined> {
    const begun: Begun[] = await this.dataSource.query(
      `INSERT INTO idempotency_requests AS r (scope_hash, request_hash, lease, leased_until, expires_at, account, tenant_id)
       VALUES ($1, $2, $3, now() + $4 * interval '1 second', now() + $5 * interval '1 second', $6, $7)
       ON CONFLICT (scope_hash) DO UPDATE
          SET request_hash = EXCLUDED.request_hash, lease = EXCLUDED.lease, leased_until = EXCLUDED.leased_until,
              status = NULL, answer = NULL,
              attempts = CASE WHEN r.expires_at <= now() THEN 1 ELSE r.attempts + 1 END,
              created_at = CASE WHEN r.expires_at <= now() THEN now() ELSE r.created_at END,
              expires_at = CASE WHEN r.expires_at <= now() THEN EXCLUDED.expires_at ELSE r.expires_at END
        WHERE (r.leased_until IS NULL OR r.leased_until <= now())
          AND (r.expires_at <= now() OR (r.status IS NULL AND r.request_hash = EXCLUDED.request_hash))
       RETURNING extract(epoch FROM created_at)::text AS since, attempts`,
      [scope, request, lease, term, kept, account, tenantId],
    );
    return begun[0];
  }

  async find({ scope }: RequestIdentity): Promise<KeptRequest | undefined> {
    const rows: KeptRequest[] = await this.dataSource.query(
      `SELECT request_hash AS "requestHash", status, answer FROM idempotency_requests WHERE scope_hash = $1`,
      [scope],
    );
    return rows[0];
  }

  /** Keeps the answer, unless another process has taken the request over. */
  async settle({ scope }: RequestIdentity, lease: string, status: number, answer: Buffer): Promise<void> {
    await this.dataSource.query(
      `UPDATE idempotency_requests SET status = $3, answer = $4, lease = NULL, leased_until = NULL
        WHERE scope_hash = $1 AND lease = $2`,
      [scope, lease, status, answer],
    );
  }

  /** Ends the attempt without an answer: the same request may begin again at once, and no other one with its key. */
  async release({ scope }: RequestIdentity, lease: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE idempotency_requests SET lease = NULL, leased_until = NULL WHERE scope_hash = $1 AND lease = $2',
      [scope, lease],
    );
  }

  /** Nothing has come of the request, so that its key is free; unless an attempt before this one may have done something. */
  async forget(identity: RequestIdentity, lease: string): Promise<void> {
    await this.dataSource.query(
      'DELETE FROM idempotency_requests WHERE scope_hash = $1 AND lease = $2 AND attempts = 1',
      [identity.scope, lease],
    );
    await this.release(identity, lease);
  }

  /** Takes back an answer that cannot be read. */
  async reopen({ scope }: RequestIdentity, answer: Buffer): Promise<void> {
    await this.dataSource.query(
      'UPDATE idempotency_requests SET status = NULL, answer = NULL WHERE scope_hash = $1 AND answer = $2',
      [scope, answer],
    );
  }

  /** @returns how many were deleted, up to `most`. */
  async deleteExpired(most: number): Promise<number> {
    const [, deleted]: [unknown[], number] = await this.dataSource.query(
      `DELETE FROM idempotency_requests
        WHERE scope_hash IN (SELECT scope_hash FROM idempotency_requests
                              WHERE expires_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                              ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [most],
    );
    return deleted;
  }
}
