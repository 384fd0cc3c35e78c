import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { withoutPersonsIn } from '../../stripe/without-persons.js';
import { OBJECT_TYPES } from '../audit-view/object-types.sql.js';
import { portionsOf, type Belongings, type CustomerKey } from './erased-customer.js';
import { inPatientTransaction } from './patient-transaction.js';
import { clearReasons } from './reason-clearing.js';

/** Ids of one statement. */
const PORTION = 500;
const ERASED = 'erased';

/** What says why we erased somebody stays, or nobody could tell. */
export const ERASE_ACTION = 'customer.erase';
/** Stripe's reasons; any other is a person's sentence. */
const REASONS: readonly unknown[] = ['duplicate', 'fraudulent', 'requested_by_customer'];

interface AuditRow {
  readonly id: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** Everything of ours that speaks of a customer besides mirrored rows and events. */
@Injectable()
export class NoteClearing {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many rows were written. */
  async clear(customer: CustomerKey, belongings: Belongings, signal: AbortSignal): Promise<number> {
    const tenants = await this.tenantsOf(customer);
    const ids = new Set([...belongings.values()].flatMap((some) => [...some]));
    for (const id of await this.ownIds(customer, belongings)) ids.add(id);
    let written = await this.inOne(signal, (tx) => this.clearWords(tx, customer, tenants));
    for (const portion of portionsOf(ids, PORTION)) {
      written += await this.inOne(signal, (tx) => this.clearAudit(tx, customer, portion));
      written += await this.inOne(signal, (tx) => this.clearReleases(tx, customer, portion));
      written += await this.inOne(signal, (tx) => this.clearOutbox(tx, portion));
      written += await this.inOne(signal, (tx) => clearReasons(tx, customer, portion, ERASED));
    }
    return written;
  }

  private tenantsOf({ account, customerId }: CustomerKey): Promise<string[]> {
    return this.dataSource
      .query(
        `SELECT tenant_id AS id FROM tenant_customers
          WHERE account = $1 AND customer_id = $2 AND tenant_id IS NOT NULL`,
        [account, customerId],
      )
      .then((rows: { id: string }[]) => rows.map(({ id }) => id));
  }

  /** Ids that are ours: of refunds that were asked for, and of rules about the customer. */
  private async ownIds({ account, customerId }: CustomerKey, belongings: Belongings): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM refund_requests WHERE account = $1 AND charge_id = ANY($2)
       UNION ALL SELECT id FROM compliance_rules WHERE account = $1 AND customer_id = $3`,
      [account, [...(belongings.get('charges') ?? [])], customerId],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * What operators wrote, and answers that are kept for a day in case a request is sent again: those of the tenants, and
   * of operators and backends of the account or of the platform, who may have asked for the customer. What was carried out
   * stays so.
   */
  private async clearWords(
    tx: EntityManager,
    { account, customerId }: CustomerKey,
    tenants: string[],
  ): Promise<number> {
    const rules = await rowsWritten(
      tx,
      `UPDATE compliance_rules
          SET note = NULL, reason = '${ERASED}', end_reason = CASE WHEN end_reason IS NOT NULL THEN '${ERASED}' END
        WHERE account = $1 AND customer_id = $2
          AND (note IS NOT NULL OR reason <> '${ERASED}' OR end_reason <> '${ERASED}')`,
      [account, customerId],
    );
    const releases = await rowsWritten(
      tx,
      `UPDATE hold_releases SET reason = '${ERASED}'
        WHERE account = $1 AND tenant_id = ANY($2) AND tenant_id <> '' AND reason <> '${ERASED}'`,
      [account, tenants],
    );
    const answers = await rowsWritten(
      tx,
      `UPDATE idempotency_requests SET answer = ''
        WHERE answer <> '' AND (tenant_id IS NULL AND account IN ($1, '') OR account = $1 AND tenant_id = ANY($2))`,
      [account, tenants],
    );
    return rules + releases + answers;
  }

  private clearReleases(tx: EntityManager, { account }: CustomerKey, ids: readonly string[]): Promise<number> {
    return rowsWritten(
      tx,
      `UPDATE hold_releases SET reason = '${ERASED}' WHERE account = $1 AND hold_id = ANY($2) AND reason <> '${ERASED}'`,
      [account, ids],
    );
  }

  /** A receiver's refusal may quote the address: of messages about the customer, and of followers of its events. */
  private clearOutbox(tx: EntityManager, ids: readonly string[]): Promise<number> {
    return rowsWritten(
      tx,
      `UPDATE outbox SET last_error = '${ERASED}'
        WHERE status IN ('pending', 'dead') AND last_error <> '${ERASED}'
          AND (payload ->> 'object' = ANY($1)
               OR EXISTS (SELECT FROM stripe_event_log l
                           WHERE l.stripe_event_id = payload ->> 'eventId' AND l.object_key = ANY($1)))`,
      [ids],
    );
  }

  private async clearAudit(tx: EntityManager, { account }: CustomerKey, ids: readonly string[]): Promise<number> {
    const rows: AuditRow[] = await tx.query(
      `SELECT id, before, after FROM audit_log
        WHERE object_type IN (${OBJECT_TYPES}) AND object_id = ANY($2)
          AND account IN ($1, '') AND action <> '${ERASE_ACTION}' AND (before IS NOT NULL OR after IS NOT NULL)
        ORDER BY id FOR UPDATE`,
      [account, ids],
    );
    let changed = 0;
    for (const row of rows) {
      const [before, after] = [snapshot(row.before), snapshot(row.after)];
      if (JSON.stringify([before, after]) === JSON.stringify([row.before, row.after])) continue;
      await tx.query('UPDATE audit_log SET before = $2, after = $3 WHERE id = $1', [
        row.id,
        before && JSON.stringify(before),
        after && JSON.stringify(after),
      ]);
      changed += 1;
    }
    return changed;
  }

  private inOne(signal: AbortSignal, work: (tx: EntityManager) => Promise<number>): Promise<number> {
    return inPatientTransaction(this.dataSource, signal, work);
  }
}

async function rowsWritten(tx: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  const [, rows]: [unknown[], number] = await tx.query(sql, parameters);
  return rows;
}

/** What changed, by ids, amounts and states; the sentence with which somebody said why goes. */
function snapshot(fields: object | null): object | null {
  if (fields === null) return null;
  const reduced = withoutPersonsIn(fields);
  return 'reason' in reduced && !REASONS.includes(reduced.reason) ? { ...reduced, reason: '' } : reduced;
}
