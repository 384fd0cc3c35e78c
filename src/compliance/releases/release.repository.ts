import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PagePart } from '../../common/cursor.js';
import type { DerivedKey } from '../../database/event-context.js';
import { OWN_CUSTOMERS } from '../../tenants/own-customers.sql.js';
import type { HoldKind, HoldRow } from './hold.answers.js';

/** What holds now: rules, and what banks and networks say; of a page of it, whom it holds. */
const HOLDS = `
  SELECT listed.id, listed.created, listed.kind, listed.effect, listed.actions, listed.reason,
         coalesce(listed.tenant_id, own.tenant_id) AS tenant, coalesce(listed.customer_id, paid.customer_id) AS customer,
         paid.id AS charge, coalesce(listed.payment_intent_id, paid.payment_intent_id) AS "paymentIntent"
    FROM (
      SELECT held.*
        FROM (
          SELECT id, created_at AS created, 'rule' AS kind, effect,
                 CASE WHEN action IS NULL THEN ARRAY['checkout', 'refund'] ELSE ARRAY[action] END AS actions, reason,
                 tenant_id, customer_id, NULL AS charge_id, NULL AS payment_intent_id
            FROM compliance_rules
           WHERE account = $1 AND ended_at IS NULL
          UNION ALL
          SELECT id, raised_at, kind, 'hold',
                 array_remove(ARRAY[CASE WHEN holds_checkout THEN 'checkout' END,
                                    CASE WHEN holds_refund THEN 'refund' END], NULL), reason,
                 NULL, NULL, charge_id, payment_intent_id
            FROM risk_holds
           WHERE account = $1
        ) AS held
       WHERE (held.created, held.id COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
       ORDER BY held.created DESC, held.id COLLATE "C" DESC
       LIMIT $4
    ) AS listed
    LEFT JOIN LATERAL (
      SELECT charge.id, charge.customer_id, charge.payment_intent_id
        FROM charges AS charge
       WHERE charge.account = $1
         AND (charge.id = listed.charge_id
              OR listed.charge_id IS NULL AND charge.payment_intent_id = listed.payment_intent_id)
       ORDER BY charge.created_at DESC NULLS LAST
       LIMIT 1
    ) AS paid ON true
    LEFT JOIN (${OWN_CUSTOMERS}) AS own ON own.account = $1 AND own.customer_id = paid.customer_id
   ORDER BY listed.created DESC, listed.id COLLATE "C" DESC`;

/** What was let through, by whom. */
export interface Release {
  readonly hold: string;
  readonly kind: HoldKind;
  /** '' when it is about one payment. */
  readonly tenant: string;
  readonly stage: number;
  readonly reason: string;
  readonly releasedAt: Date;
  readonly releasedBy: string;
}

interface Releasing {
  /** What was seen to hold. */
  readonly kind: HoldKind;
  readonly reason: string;
  readonly by: string;
}

const COLUMNS = `hold_id AS hold, kind, tenant_id AS tenant, stage, reason, released_at AS "releasedAt",
                 released_by AS "releasedBy"`;

/** All SQL of what holds now, and of what was released. */
@Injectable()
export class ReleaseRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, one more than asked for when there is more. */
  page(account: string, { limit, cursor }: PagePart): Promise<HoldRow[]> {
    return this.dataSource.query(HOLDS, [account, cursor?.created ?? 'infinity', cursor?.id ?? '', limit + 1]);
  }

  /** Whether anything of this id holds now, of whatever kind. */
  async holdsRisk(tx: EntityManager, { account, id }: DerivedKey): Promise<boolean> {
    const rows: unknown[] = await tx.query('SELECT FROM risk_holds WHERE account = $1 AND id = $2', [account, id]);
    return rows.length > 0;
  }

  /** @returns undefined when nothing of this id and kind holds now. */
  async releaseRisk(tx: EntityManager, { account, id }: DerivedKey, by: Releasing): Promise<Release | undefined> {
    const rows: Release[] = await tx.query(
      `INSERT INTO hold_releases (account, hold_id, stage, kind, reason, released_by)
       SELECT account, id, stage, kind, $3, $4 FROM risk_holds WHERE account = $1 AND id = $2 AND kind = $5
       ON CONFLICT DO NOTHING
       RETURNING ${COLUMNS}`,
      [account, id, by.reason, by.by, by.kind],
    );
    return rows[0];
  }

  /** Lets one tenant through a rule. @returns undefined when it is let through already. */
  async releaseRule(
    tx: EntityManager,
    { account, id }: DerivedKey,
    tenant: string,
    by: Releasing,
  ): Promise<Release | undefined> {
    const rows: Release[] = await tx.query(
      `INSERT INTO hold_releases (account, hold_id, tenant_id, stage, kind, reason, released_by)
       VALUES ($1, $2, $3, 1, 'rule', $4, $5)
       ON CONFLICT DO NOTHING
       RETURNING ${COLUMNS}`,
      [account, id, tenant, by.reason, by.by],
    );
    return rows[0];
  }

  /** The last release; undefined when there was none. @param tenant '' of what is about one payment. */
  async last(tx: EntityManager, { account, id }: DerivedKey, tenant: string): Promise<Release | undefined> {
    const rows: Release[] = await tx.query(
      `SELECT ${COLUMNS} FROM hold_releases
        WHERE account = $1 AND hold_id = $2 AND tenant_id = $3 ORDER BY stage DESC LIMIT 1`,
      [account, id, tenant],
    );
    return rows[0];
  }
}
