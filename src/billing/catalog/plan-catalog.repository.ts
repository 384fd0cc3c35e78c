import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { LogThrottle } from '../../common/log-throttle.js';
import type { CatalogRow } from './offered-plan.js';

/** Prices that one account offers at most; a pricing page shows some dozens. */
const MOST = 2_000;

/**
 * What is for sale: active prices of active products, but for those that `hidden = true` in the metadata keeps for
 * agreements with one customer. A price's `hidden`, `trial_days` and `promotion_codes` take
 * the place of its product's.
 */
const CATALOG = `
  SELECT planned.plan, product.id AS "productId", product.name, product.description,
         product.default_price_id IS NOT DISTINCT FROM price.id AS "isDefault",
         price.id, price.lookup_key AS "lookupKey", price.nickname, price.type, price.currency,
         price.unit_amount::float8 AS "unitAmount", price.unit_amount_decimal AS "unitAmountDecimal",
         price.billing_scheme AS "billingScheme", price.recurring_interval AS interval,
         price.recurring_interval_count AS "intervalCount", price.usage_type AS "usageType",
         price.tax_behavior AS "taxBehavior",
         CASE WHEN said.trial ~ '^[0-9]{1,3}$' THEN least(said.trial::int, 730)
              ELSE COALESCE(price.trial_period_days, 0) END AS "trialDays",
         lower(btrim(said.codes)) IS NOT DISTINCT FROM 'true' AS "promotionCodes",
         planned.features, planned.limits
    FROM price_plans AS planned
    JOIN prices AS price ON price.account = planned.account AND price.id = planned.price_id
    JOIN products AS product ON product.account = planned.account AND product.id = planned.product_id
    CROSS JOIN LATERAL (
      SELECT COALESCE(price.metadata ->> 'hidden', product.metadata ->> 'hidden') AS hidden,
             btrim(COALESCE(price.metadata ->> 'trial_days', product.metadata ->> 'trial_days')) AS trial,
             COALESCE(price.metadata ->> 'promotion_codes', product.metadata ->> 'promotion_codes') AS codes
    ) AS said
   WHERE planned.account = $1 AND price.active AND product.active AND product.deleted_at IS NULL
     AND price.type IN ('recurring', 'one_time') AND price.currency IS NOT NULL
     AND lower(btrim(said.hidden)) IS DISTINCT FROM 'true'
   ORDER BY price.unit_amount NULLS LAST, price.id COLLATE "C"
   LIMIT ${MOST + 1}`;

@Injectable()
export class PlanCatalogRepository {
  private readonly warnings = new LogThrottle(1, 3_600_000);

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(PlanCatalogRepository.name);
  }

  /** The cheapest first. @param account connected account, '' for your own. */
  async offered(account: string): Promise<CatalogRow[]> {
    const rows: CatalogRow[] = await this.dataSource.query(CATALOG, [account]);
    if (rows.length > MOST && this.warnings.admit(account) !== null) {
      const line = { account: account || undefined, sold: MOST };
      this.logger.warn(line, 'there are more active prices than are sold: archive some, or hide them (docs/plans.md)');
    }
    return rows.slice(0, MOST);
  }
}
