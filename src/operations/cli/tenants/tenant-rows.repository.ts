import type { DataSource } from 'typeorm';

export interface TenantRow {
  readonly id: string;
  readonly plan: string | null;
  readonly status: string | null;
  readonly customerId: string | null;
  readonly liveSubscriptions: number;
  readonly currentPeriodEnd: Date | null;
}

interface TenantDetail extends TenantRow {
  readonly subscriptionId: string | null;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number | 'unlimited'>>;
  readonly entitledBy: string | null;
  readonly version: number;
  readonly updatedAt: Date;
}

/** A customer of the tenant's; `assigned` by your own word, else by what Stripe's objects say. */
interface OwnCustomer {
  readonly id: string;
  readonly assigned: boolean;
  readonly deletedAt: Date | null;
}

interface PlanChange {
  readonly at: Date;
  readonly planBefore: string | null;
  readonly plan: string | null;
  readonly statusBefore: string | null;
  readonly status: string | null;
  readonly causedBy: string | null;
}

export interface WholeTenant extends TenantDetail {
  readonly customers: readonly OwnCustomer[];
  /** The latest, newest first. */
  readonly changes: readonly PlanChange[];
}

interface WantedTenants {
  readonly account: string;
  readonly plan: string | null;
  readonly status: string | null;
  readonly after: string;
  readonly limit: number;
}

/** Of what a tenant may have many. */
const MOST = 20;

const FIELDS = `id, plan, subscription_status AS status, customer_id AS "customerId",
                live_subscriptions AS "liveSubscriptions", current_period_end AS "currentPeriodEnd"`;

/** What the tenants' rows say, for an operator. */
export class TenantRowsRepository {
  constructor(private readonly dataSource: DataSource) {}

  list({ account, plan, status, after, limit }: WantedTenants): Promise<TenantRow[]> {
    return this.dataSource.query(
      `SELECT ${FIELDS} FROM tenants
        WHERE account = $1 AND id > $2 AND ($3::text IS NULL OR plan = $3)
          AND ($4::text IS NULL OR subscription_status = $4)
        ORDER BY id LIMIT $5`,
      [account, after, plan, status, limit],
    );
  }

  async whole(account: string, id: string): Promise<WholeTenant | undefined> {
    const [tenant]: TenantDetail[] = await this.dataSource.query(
      `SELECT ${FIELDS}, subscription_id AS "subscriptionId", features, limits, entitled_by AS "entitledBy",
              version::float8 AS version, updated_at AS "updatedAt"
         FROM tenants WHERE account = $1 AND id = $2`,
      [account, id],
    );
    if (!tenant) return undefined;
    const customers: OwnCustomer[] = await this.dataSource.query(
      `SELECT link.customer_id AS id, link.assigned_tenant_id IS NOT NULL AS assigned, named.deleted_at AS "deletedAt"
         FROM tenant_customers link
         LEFT JOIN customers named ON named.account = link.account AND named.id = link.customer_id
        WHERE link.account = $1 AND link.tenant_id = $2 ORDER BY 1 LIMIT ${MOST}`,
      [account, id],
    );
    const changes: PlanChange[] = await this.dataSource.query(
      `SELECT at, before ->> 'plan' AS "planBefore", after ->> 'plan' AS plan,
              before ->> 'status' AS "statusBefore", after ->> 'status' AS status, caused_by AS "causedBy"
         FROM tenant_changes WHERE account = $1 AND tenant_id = $2 ORDER BY id DESC LIMIT ${MOST}`,
      [account, id],
    );
    return { ...tenant, customers, changes };
  }
}
