import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OwnSubscription } from './own-subscription.js';

/** Whose, and which: null is the one that counts (docs/data-model.md). */
export interface SubscriptionOf {
  readonly account: string;
  readonly tenantId: string;
  readonly id: string | null;
}

const OWN = `
  SELECT subscription.id, subscription.customer_id AS "customerId", subscription.status,
         subscription.currency, subscription.cancelling, subscription.collection_method AS "collectionMethod",
         subscription.current_period_start AS "currentPeriodStart",
         subscription.current_period_end AS "currentPeriodEnd",
         subscription.trial_start AS "trialStart", subscription.trial_end AS "trialEnd", subscription.cancel_at AS "cancelAt",
         subscription.canceled_at AS "canceledAt", subscription.ended_at AS "endedAt",
         subscription.pending_update_expires_at AS "pendingChangeExpiresAt",
         subscription.created_at AS "createdAt",
         COALESCE(part.items, '[]') AS items
    FROM subscriptions AS subscription
    JOIN tenant_customers AS own ON own.account = subscription.account AND own.customer_id = subscription.customer_id
    JOIN tenants AS tenant ON tenant.account = own.account AND tenant.id = own.tenant_id
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', item.id, 'price', item.price_id, 'product', item.product_id,
                                        'plan', planned.plan, 'quantity', item.quantity, 'currency', item.currency,
                                        'unitAmount', item.unit_amount, 'interval', item.recurring_interval,
                                        'intervalCount', item.recurring_interval_count)
                      ORDER BY item.id COLLATE "C") AS items
        FROM subscription_items AS item
        JOIN subscription_item_plans AS planned
          ON planned.account = item.account AND planned.parent_id = item.parent_id AND planned.id = item.id
       WHERE item.account = subscription.account AND item.parent_id = subscription.id
    ) AS part ON true
   WHERE subscription.account = $1 AND own.tenant_id = $2 AND subscription.deleted_at IS NULL
     AND subscription.id = COALESCE($3, tenant.subscription_id)`;

@Injectable()
export class OwnSubscriptionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when the tenant has no such subscription. */
  async find({ account, tenantId, id }: SubscriptionOf): Promise<OwnSubscription | undefined> {
    const rows: OwnSubscription[] = await this.dataSource.query(OWN, [account, tenantId, id]);
    return rows[0];
  }

  /** The keys of plans by their prices' ids. */
  async plansOf(account: string, prices: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const rows: { price: string; plan: string }[] = await this.dataSource.query(
      'SELECT price_id AS price, plan FROM price_plans WHERE account = $1 AND price_id = ANY ($2)',
      [account, prices.filter((price) => price !== null)],
    );
    return new Map(rows.map(({ price, plan }) => [price, plan]));
  }
}
