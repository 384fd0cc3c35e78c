import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKey } from '../database/event-context.js';
import {
  ASSIGN_CUSTOMERS,
  COMPUTE_TENANTS,
  CREATE_CUSTOMERS,
  CREATE_TENANTS,
  LOCK_CUSTOMERS,
  LOCK_TENANTS,
} from './tenant.sql.js';

/** Whom a customer belongs to; null while nothing says. */
interface TenantOf {
  readonly account: string;
  readonly id: string | null;
}

@Injectable()
export class TenantRepository {
  /**
   * Computes again to whom these customers belong and which subscription counts for each tenant concerned. Each step
   * reads in a statement after its lock: two subscriptions of one tenant that commit at once are otherwise counted as one.
   */
  async recompute(tx: EntityManager, customers: readonly DerivedKey[]): Promise<void> {
    if (customers.length === 0) return;
    const keys = columnsOf(customers);
    await tx.query(CREATE_CUSTOMERS, keys);
    const former: TenantOf[] = await tx.query(LOCK_CUSTOMERS, keys);
    const [moved]: [TenantOf[], number] = await tx.query(ASSIGN_CUSTOMERS, keys);
    const tenants = columnsOf([...former, ...moved].filter((key): key is DerivedKey => key.id !== null));
    if (tenants[0].length === 0) return;
    await tx.query(CREATE_TENANTS, tenants);
    await tx.query(LOCK_TENANTS, tenants);
    await tx.query(COMPUTE_TENANTS, tenants);
  }
}

/** Accounts and ids as two parameters, each key once. */
function columnsOf(keys: readonly DerivedKey[]): [string[], string[]] {
  const unique = [...new Map(keys.map((key) => [JSON.stringify([key.account, key.id]), key])).values()];
  return [unique.map(({ account }) => account), unique.map(({ id }) => id)];
}
