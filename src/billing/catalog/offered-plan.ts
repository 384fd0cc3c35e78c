/** A price that is for sale. */
export interface OfferedPrice {
  readonly id: string;
  readonly lookupKey: string | null;
  readonly nickname: string | null;
  readonly type: 'recurring' | 'one_time';
  readonly currency: string;
  /** Minor units; null for tiers, for fractions of a minor unit and where the customer chooses. */
  readonly unitAmount: number | null;
  /** Minor units with up to twelve decimals; null for tiers. */
  readonly unitAmountDecimal: string | null;
  readonly billingScheme: string | null;
  /** `day`, `week`, `month` or `year`; null for a one-time price. */
  readonly interval: string | null;
  readonly intervalCount: number | null;
  /** `licensed` or `metered`; a metered one is sold without a quantity. */
  readonly usageType: string | null;
  readonly taxBehavior: string | null;
  /** Days of trial that a tenant without a subscription so far may ask for; 0: none. */
  readonly trialDays: number;
  /** Whether buyers may type in promotion codes. */
  readonly promotionCodes: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number | 'unlimited'>>;
}

/** What a tenant can choose, with all prices at which it is sold. */
export interface OfferedPlan {
  /** The plan's key (docs/tenants.md). */
  readonly id: string;
  readonly productId: string;
  readonly name: string | null;
  readonly description: string | null;
  /** Of its product's default price, else of its first. */
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number | 'unlimited'>>;
  /** The cheapest first. */
  readonly prices: readonly OfferedPrice[];
}

/** A row of the catalogue's statement: a price, and the plan that it is of. */
export interface CatalogRow extends OfferedPrice {
  readonly plan: string;
  readonly productId: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly isDefault: boolean;
}

/** @param rows the cheapest first: so come the plans too. */
export function plansOf(rows: readonly CatalogRow[]): OfferedPlan[] {
  const byPlan = new Map<string, CatalogRow[]>();
  for (const row of rows) {
    const known = byPlan.get(row.plan);
    if (known) known.push(row);
    else byPlan.set(row.plan, [row]);
  }
  return [...byPlan].flatMap(([id, prices]) => {
    const shown = prices.find(({ isDefault }) => isDefault) ?? prices[0];
    if (!shown) return [];
    const { productId, name, description, features, limits } = shown;
    return [{ id, productId, name, description, features, limits, prices: prices.map(priceOf) }];
  });
}

function priceOf({
  plan: _plan,
  productId: _product,
  name: _name,
  description: _description,
  isDefault: _default,
  ...price
}: CatalogRow): OfferedPrice {
  return price;
}
