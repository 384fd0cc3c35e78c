import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newest, type Cause, type Changes, type DerivedKey } from '../database/event-context.js';
import type { Entitlements } from './entitlements.js';
import { COMPUTE_TENANTS } from './tenant-state.sql.js';
import {
  ASSIGN_CUSTOMERS,
  CREATE_CUSTOMERS,
  CREATE_TENANTS,
  LOCK_CATALOG,
  LOCK_CUSTOMERS,
  LOCK_TENANTS,
} from './tenant.sql.js';
import { prepared } from '../database/prepared.js';

/** Whom a customer belongs to; null while nothing says. */
interface TenantOf {
  readonly account: string;
  readonly customerId: string;
  readonly id: string | null;
}

/** A tenant whose row is another one now. */
export interface ChangedTenant extends DerivedKey {
  readonly version: number;
  /** The subscriptions that are live, sorted, when there are others than before, and more than one; else null. */
  readonly several: readonly string[] | null;
}

@Injectable()
export class TenantRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Computes again to whom these customers belong and which subscription counts for each tenant concerned, and locks the
   * prices and products that changed. Each step reads in a statement after its lock: two subscriptions of one tenant that
   * commit at once are otherwise counted as one. Statements run in the order in which they are asked, so most are asked
   * without waiting for the former one.
   */
  async recompute(tx: EntityManager, { customers, catalog }: Changes): Promise<ChangedTenant[]> {
    const tenants = customers.length > 0 ? await this.lockTenants(tx, customers) : [];
    if (tenants.length + catalog.length === 0) return [];
    const keys = columnsOf(tenants);
    const kinds = catalog.map(({ kind }) => kind);
    const [accounts, ids] = columnsOf(catalog);
    const locked = tx.query(prepared(LOCK_CATALOG), [...keys, accounts, kinds, ids]);
    const causes = tenants.map(({ cause }) => cause.eventId);
    const computed = tenants.length > 0 ? tx.query(prepared(COMPUTE_TENANTS), [...keys, causes]) : [];
    const [, changed] = await Promise.all([locked, computed]);
    return changed;
  }

  /** The adopter's own word on whom a customer belongs to; null takes it back. */
  async assign(tx: EntityManager, { account, id }: DerivedKey, tenantId: string | null): Promise<void> {
    await tx.query(
      `INSERT INTO tenant_customers (account, customer_id, assigned_tenant_id) VALUES ($1, $2, $3)
       ON CONFLICT (account, customer_id) DO UPDATE SET assigned_tenant_id = EXCLUDED.assigned_tenant_id`,
      [account, id, tenantId],
    );
  }

  /** What the row says; undefined when there is none. */
  async entitlements({ account, id }: DerivedKey): Promise<Entitlements | undefined> {
    const rows: (Omit<Entitlements, 'currentPeriodEnd'> & { currentPeriodEnd: Date | null })[] =
      await this.dataSource.query(
        `SELECT plan, subscription_status AS status, current_period_end AS "currentPeriodEnd", features, limits,
                entitled_by AS "entitledBy", version::float8 AS version
           FROM tenants WHERE account = $1 AND id = $2`,
        [account, id],
      );
    return rows[0] && { ...rows[0], currentPeriodEnd: rows[0].currentPeriodEnd?.toISOString() ?? null };
  }

  /** How many tenants have more than one live subscription. */
  async payingTwice(): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      'SELECT count(*)::int AS count FROM tenants WHERE several_live_since IS NOT NULL',
    );
    return rows[0]?.count ?? 0;
  }

  private async lockTenants(
    tx: EntityManager,
    customers: Changes['customers'],
  ): Promise<(DerivedKey & { cause: Cause })[]> {
    const keys = columnsOf(customers);
    const [, former, [moved]]: [unknown, TenantOf[], [TenantOf[], number]] = await Promise.all([
      tx.query(CREATE_CUSTOMERS, keys),
      tx.query(LOCK_CUSTOMERS, keys),
      tx.query(ASSIGN_CUSTOMERS, keys),
    ]);
    const causes = new Map(customers.map((customer) => [keyOf(customer.account, customer.id), customer.cause]));
    const tenants = new Map<string, DerivedKey & { cause: Cause }>();
    for (const { account, customerId, id } of [...former, ...moved]) {
      const cause = causes.get(keyOf(account, customerId));
      if (id === null || !cause) continue;
      const key = keyOf(account, id);
      tenants.set(key, newest({ account, id, cause }, tenants.get(key)));
    }
    if (tenants.size === 0) return [];
    const found = [...tenants.values()];
    await Promise.all([tx.query(CREATE_TENANTS, columnsOf(found)), tx.query(LOCK_TENANTS, columnsOf(found))]);
    return found;
  }
}

const keyOf = (account: string, id: string): string => JSON.stringify([account, id]);

/** Accounts and ids as two parameters. */
const columnsOf = (keys: readonly DerivedKey[]): [string[], string[]] => [
  keys.map(({ account }) => account),
  keys.map(({ id }) => id),
];
