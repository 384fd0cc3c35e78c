import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DerivedKey } from '../../database/event-context.js';
import type { Cursor } from '../../common/cursor.js';
import type { HeldAction } from '../held.repository.js';
import type { EndBody, RuleBody, RulesQuery } from './rule.requests.js';

/** A rule as it is read. */
export interface RuleRow extends Cursor {
  readonly effect: 'hold' | 'refuse';
  readonly action: HeldAction | null;
  readonly tenant: string | null;
  readonly customer: string | null;
  readonly product: string | null;
  readonly price: string | null;
  readonly country: string | null;
  readonly category: string | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly reason: string;
  readonly note: string | null;
  readonly createdBy: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

const COLUMNS = `
  id, created_at AS created, effect, action, tenant_id AS tenant, customer_id AS customer, product_id AS product,
  price_id AS price, country, category, amount::float8 AS amount, currency, reason, note, created_by AS "createdBy",
  ended_at AS "endedAt", ended_by AS "endedBy", end_reason AS "endReason"`;

/** All SQL of the rules. */
@Injectable()
export class RuleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns undefined when the rule is there already: the request was sent before. */
  async add(tx: EntityManager, { account, id }: DerivedKey, by: string, rule: RuleBody): Promise<RuleRow | undefined> {
    const rows: RuleRow[] = await tx.query(
      `INSERT INTO compliance_rules (id, account, effect, action, tenant_id, customer_id, product_id, price_id, country,
                                     category, amount, currency, reason, note, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, lower(btrim($10)), $11, $12, $13, $14, $15)
       ON CONFLICT (id) DO NOTHING
       RETURNING ${COLUMNS}`,
      [
        id,
        account,
        rule.effect,
        rule.action,
        rule.tenant,
        rule.customer,
        rule.product,
        rule.price,
        rule.country,
        rule.category,
        rule.atLeast?.amount,
        rule.atLeast?.currency,
        rule.reason,
        rule.note,
        by,
      ],
    );
    return rows[0];
  }

  /** Locks the rule until the transaction ends. */
  async find(tx: EntityManager, { account, id }: DerivedKey): Promise<RuleRow | undefined> {
    const rows: RuleRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM compliance_rules WHERE account = $1 AND id = $2 FOR UPDATE`,
      [account, id],
    );
    return rows[0];
  }

  async end(tx: EntityManager, id: string, by: string, { reason }: EndBody): Promise<void> {
    await tx.query(
      `UPDATE compliance_rules SET ended_at = date_trunc('milliseconds', now()), ended_by = $2, end_reason = $3
        WHERE id = $1 AND ended_at IS NULL`,
      [id, by, reason],
    );
  }

  /** Newest first, one more than asked for when there is more. */
  page(account: string, { limit, cursor, state }: RulesQuery): Promise<RuleRow[]> {
    return this.dataSource.query(
      `SELECT ${COLUMNS} FROM compliance_rules
        WHERE account = $1 AND (created_at, id COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
          AND ($4::text = 'all' OR ($4::text = 'active') = (ended_at IS NULL))
        ORDER BY created_at DESC, id COLLATE "C" DESC
        LIMIT $5`,
      [account, cursor?.created ?? 'infinity', cursor?.id ?? '', state, limit + 1],
    );
  }
}
