import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { AccountExistsError } from '../connect.errors.js';
import type { ToldAccount } from '../own/own-account.js';

/** For whom an account is made, by which request. */
export interface Opening {
  readonly requestKey: string;
  readonly tenantId: string;
}

/** Two attempts of 10 s, and some more: a process that died leaves the place free after so long. */
const LEASE = '60 seconds';

/** Who comes second waits for the first one's commit, and then writes nothing. */
const BEGIN = `
  INSERT INTO connected_account_openings AS opening (request_key, tenant_id, leased_until)
  VALUES ($1, $2, now() + interval '${LEASE}')
  ON CONFLICT DO NOTHING RETURNING request_key`;

/** The same request, sent again: its outcome is Stripe's to tell, as long as Stripe remembers the key (24 hours). */
const AGAIN = `
  UPDATE connected_account_openings
     SET leased_until = CASE WHEN account_id IS NULL THEN now() + interval '${LEASE}' END
   WHERE request_key = $1 AND tenant_id = $2 AND (account_id IS NULL OR created_at > now() - interval '23 hours')
  RETURNING request_key`;

const EXPIRED = `
  DELETE FROM connected_account_openings
   WHERE tenant_id = $2 AND account_id IS NULL AND leased_until < now() AND request_key <> $1`;

/** Another account of the tenant's, which it has not left. */
const OTHERS = `
  SELECT 1
    FROM (SELECT account_id AS id FROM connected_account_openings
           WHERE tenant_id = $2 AND account_id IS NOT NULL AND request_key <> $1
          UNION
          SELECT mirrored.id FROM connected_accounts AS mirrored
           WHERE mirrored.tenant_id = $2 AND mirrored.account = mirrored.id
             AND NOT EXISTS (SELECT 1 FROM connected_account_openings AS opening
                              WHERE opening.account_id = mirrored.id
                                AND (opening.tenant_id <> $2 OR opening.request_key = $1))) AS other
    LEFT JOIN connected_accounts AS mirrored ON mirrored.account = other.id AND mirrored.id = other.id
    LEFT JOIN connected_account_authorizations AS standing ON standing.account = other.id AND standing.id = other.id
   WHERE standing.deleted_at IS NULL AND mirrored.deleted_at IS NULL
   LIMIT 1`;

/** A tenant's place in the queue for an account: one is made at a time, and by each request one. */
@Injectable()
export class AccountOpeningRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Before Stripe is asked, in a transaction of its own.
   *
   * @param another whether the tenant may have others. @throws {AccountExistsError}
   */
  begin({ requestKey, tenantId }: Opening, another: boolean): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      const keys = [requestKey, tenantId];
      await tx.query(EXPIRED, keys);
      const begun: unknown[] = await tx.query(BEGIN, keys);
      // An UPDATE with RETURNING answers [rows, count].
      const [again]: [unknown[], number] = begun.length > 0 ? [begun, 1] : await tx.query(AGAIN, keys);
      if (again.length === 0) throw new AccountExistsError();
      const others: unknown[] = another ? [] : await tx.query(OTHERS, keys);
      if (others.length > 0) throw new AccountExistsError();
    });
  }

  /** Stripe has made it. */
  async settle(tx: EntityManager, { requestKey }: Opening, answered: ToldAccount): Promise<void> {
    await tx.query(
      `UPDATE connected_account_openings
          SET account_id = $2, answered = $3, created_at = $4, leased_until = NULL
        WHERE request_key = $1`,
      [requestKey, answered.id, JSON.stringify(answered), answered.created],
    );
  }

  /** Stripe has not, and will not. */
  async giveUp({ requestKey }: Opening): Promise<void> {
    await this.dataSource.query(
      'DELETE FROM connected_account_openings WHERE request_key = $1 AND account_id IS NULL',
      [requestKey],
    );
  }
}
