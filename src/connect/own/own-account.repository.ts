import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PageQuery } from '../../tenants/own-pages.js';
import type { OwnAccountRow } from './own-account.js';

/**
 * Accounts with all that is known of them. Whom an account was made for counts, then `metadata.tenant_id`: of an account
 * that was made here, that says the same.
 */
const KNOWN = `
  SELECT asked.id, COALESCE(opening.tenant_id, mirrored.tenant_id) AS tenant,
         COALESCE(mirrored.created_at, opening.created_at, 'epoch') AS created,
         mirrored.id IS NOT NULL AS "isMirrored", opening.answered, standing.deleted_at AS "deauthorizedAt",
         mirrored.type, mirrored.dashboard, mirrored.business_type AS "businessType", mirrored.country,
         mirrored.default_currency AS "defaultCurrency", mirrored.charges_enabled AS "chargesEnabled",
         mirrored.payouts_enabled AS "payoutsEnabled", mirrored.details_submitted AS "detailsSubmitted",
         mirrored.capabilities, mirrored.currently_due AS "currentlyDue", mirrored.past_due AS "pastDue",
         mirrored.eventually_due AS "eventuallyDue", mirrored.pending_verification AS "pendingVerification",
         mirrored.disabled_reason AS "disabledReason", mirrored.current_deadline AS "currentDeadline",
         mirrored.created_at AS "createdAt"
    FROM asked
    LEFT JOIN connected_accounts AS mirrored ON mirrored.account = asked.id AND mirrored.id = asked.id
    LEFT JOIN connected_account_openings AS opening ON opening.account_id = asked.id
    LEFT JOIN connected_account_authorizations AS standing ON standing.account = asked.id AND standing.id = asked.id
   WHERE mirrored.deleted_at IS NULL`;

/** $1 the account; $2 whose it has to be, null: anybody's. */
const ONE = `
  WITH asked AS (
    SELECT $1::text AS id
     WHERE EXISTS (SELECT 1 FROM connected_accounts WHERE account = $1 AND id = $1)
        OR EXISTS (SELECT 1 FROM connected_account_openings WHERE account_id = $1)
  ), known AS (${KNOWN})
  SELECT * FROM known WHERE $2::text IS NULL OR tenant = $2`;

/** The accounts of a tenant ($1) that its indexes name: a few. */
const OF_TENANT = `
    SELECT account_id AS id FROM connected_account_openings WHERE tenant_id = $1 AND account_id IS NOT NULL
    UNION
    SELECT id FROM connected_accounts WHERE tenant_id = $1 AND account = id`;

/** All that there are; $1 is null. */
const OF_ALL = `
    SELECT account_id AS id FROM connected_account_openings WHERE account_id IS NOT NULL
    UNION
    SELECT id FROM connected_accounts WHERE account = id`;

/** $2 and $3 where the page before ended, $4 how many rows. */
const page = (asked: string): string => `
  WITH asked AS (${asked}), known AS (${KNOWN})
  SELECT * FROM known
   WHERE ($1::text IS NULL OR tenant = $1)
     AND (date_trunc('milliseconds', created), id COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
   ORDER BY date_trunc('milliseconds', created) DESC, id COLLATE "C" DESC
   LIMIT $4`;

const PAGE_OF_TENANT = page(OF_TENANT);
const PAGE_OF_ALL = page(OF_ALL);

/** Connected accounts by whose they are. `seller` is a tenant; null stands for all. */
@Injectable()
export class OwnAccountRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, seller: string | null): Promise<OwnAccountRow | undefined> {
    const rows: OwnAccountRow[] = await this.dataSource.query(ONE, [id, seller]);
    return rows[0];
  }

  /** Newest first, one more than asked for when there is more. */
  page(seller: string | null, { limit, cursor }: PageQuery): Promise<OwnAccountRow[]> {
    const from = cursor ? [cursor.created, cursor.id] : ['infinity', ''];
    const sql = seller === null ? PAGE_OF_ALL : PAGE_OF_TENANT;
    return this.dataSource.query(sql, [seller, ...from, limit + 1]);
  }
}
