import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DerivedKey } from '../database/event-context.js';
import { OWN_CUSTOMERS } from './own-customers.sql.js';

/** What a tenant is to Stripe. Customers that only a buyer's word (`client_reference_id`) calls the tenant's are none here. */
export interface TenantBilling {
  /** Whom to bill; null while the tenant has no customer, or none that was not deleted. */
  readonly customerId: string | null;
  /** Whether there was a subscription so far, also one that has ended. */
  readonly hadSubscription: boolean;
  /** Those that have not ended, sorted. */
  readonly liveSubscriptionIds: readonly string[];
}

/** Of whoever is no tenant. */
export const NOTHING_BOUGHT: TenantBilling = {
  customerId: null,
  hadSubscription: false,
  liveSubscriptionIds: [],
};

const OWN = `
  SELECT own.customer_id AS id, mirrored.created_at, mirrored.deleted_at
    FROM (${OWN_CUSTOMERS}) AS own
    LEFT JOIN customers AS mirrored ON mirrored.account = own.account AND mirrored.id = own.customer_id
   WHERE own.account = $1 AND own.tenant_id = $2`;

/**
 * The customer of the subscription that counts, else of a live one, else the latest. A customer that Stripe has not told
 * of yet may be the one: its subscription came first. One that is incomplete was never paid, and ends within a day.
 */
const BILLING = `
  WITH own AS MATERIALIZED (${OWN}), bought AS MATERIALIZED (
    SELECT subscription.id, subscription.customer_id,
           COALESCE(subscription.status, '') NOT IN ('incomplete', 'incomplete_expired', 'canceled') AS lives
      FROM own
      JOIN subscriptions AS subscription ON subscription.account = $1 AND subscription.customer_id = own.id
     WHERE subscription.deleted_at IS NULL
  )
  SELECT (SELECT own.id
            FROM own
            LEFT JOIN tenants AS tenant ON tenant.account = $1 AND tenant.id = $2 AND tenant.customer_id = own.id
           WHERE own.deleted_at IS NULL
           ORDER BY tenant.id IS NOT NULL DESC,
                    EXISTS (SELECT 1 FROM bought WHERE lives AND bought.customer_id = own.id) DESC,
                    own.created_at DESC NULLS LAST, own.id COLLATE "C" DESC
           LIMIT 1) AS "customerId",
         EXISTS (SELECT 1 FROM bought) AS "hadSubscription",
         ARRAY (SELECT id FROM bought WHERE lives ORDER BY id COLLATE "C") AS "liveSubscriptionIds"`;

/** Whether a customer may be billed in the tenant's name, and shown to it. */
const IS_OWN = `SELECT 1 FROM (${OWN}) AS own WHERE own.id = $3 AND own.deleted_at IS NULL`;

/** Of a customer that Stripe has not told of yet the rows say nothing. */
const IS_ANOTHERS = `
  SELECT 1
    FROM customers AS mirrored
    LEFT JOIN tenant_customers AS own ON own.account = mirrored.account AND own.customer_id = mirrored.id
   WHERE mirrored.account = $1 AND mirrored.id = $3
     AND (mirrored.deleted_at IS NOT NULL OR own.tenant_id IS DISTINCT FROM $2)`;

/** Whom to bill for a tenant, and whether it is a subscriber. */
@Injectable()
export class TenantBillingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Of a tenant that nobody knows, nothing. */
  async of({ account, id }: DerivedKey): Promise<TenantBilling> {
    const rows: TenantBilling[] = await this.dataSource.query(BILLING, [account, id]);
    return rows[0] ?? NOTHING_BOUGHT;
  }

  async isOwn({ account, id }: DerivedKey, customerId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(IS_OWN, [account, id, customerId]);
    return rows.length > 0;
  }

  /** Whether a customer that bore the tenant's id was deleted, or given to another. */
  async isAnothers({ account, id }: DerivedKey, customerId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(IS_ANOTHERS, [account, id, customerId]);
    return rows.length > 0;
  }
}
