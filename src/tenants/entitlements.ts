/** What a tenant may use now. */
export interface Entitlements {
  /** Key of the plan (docs/tenants.md), also after the subscription has ended; null when there never was one. */
  readonly plan: string | null;
  /** Of the subscription, in Stripe's words. */
  readonly status: string | null;
  /** ISO 8601, UTC. */
  readonly currentPeriodEnd: string | null;
  /** Sorted. Empty: nothing. */
  readonly features: readonly string[];
  /** A name that is not among them is not granted at all. */
  readonly limits: Readonly<Record<string, number | 'unlimited'>>;
  /** Who says what the features are; null: nobody entitles the tenant to anything. */
  readonly entitledBy: 'stripe' | 'plan' | null;
  /** Of the tenant's row: grows with each change. 0: there is no such tenant yet. */
  readonly version: number;
}

export const NOTHING: Entitlements = {
  plan: null,
  status: null,
  currentPeriodEnd: null,
  features: [],
  limits: {},
  entitledBy: null,
  version: 0,
};
