import type { ActiveEntitlement, ActiveEntitlementSummary, Feature, ProductFeature } from '../objects/entitlement.js';
import type { SandboxEvent } from '../objects/event.js';
import type { EngineContext } from './context.js';
import { newMetadata, type MetadataParam } from './metadata.js';

export interface FeatureCreate {
  name: string;
  lookup_key: string;
  metadata?: MetadataParam;
}

/** Entitlements that the snapshot of a summary holds at most. */
const MOST_IN_SNAPSHOT = 10;
const ENTITLING = ['trialing', 'active', 'past_due'];

/** Features of products, and which customers may use them. Of the own account only. */
export class Entitlements {
  constructor(private readonly ctx: EngineContext) {
    ctx.record.onEvent((event) => this.follow(event));
  }

  createFeature({ name, lookup_key, metadata }: FeatureCreate): Feature {
    const { ids, record, store } = this.ctx;
    return record.create(store.features, {
      id: ids.timed('feat'),
      object: 'entitlements.feature',
      active: true,
      livemode: false,
      lookup_key,
      metadata: newMetadata(metadata),
      name,
    });
  }

  /** As at Stripe, customers who have bought the product already get the feature with their subscription's next change. */
  attach(product: string, feature: string): ProductFeature {
    const { ids, store } = this.ctx;
    const { id } = store.products.get(product);
    const attached: ProductFeature = {
      id: ids.timed('prodft'),
      object: 'product_feature',
      entitlement_feature: store.features.get(feature, 'entitlement_feature'),
      livemode: false,
    };
    store.featuresOfProduct.set(id, [...(store.featuresOfProduct.get(id) ?? []), attached]);
    return attached;
  }

  /** Oldest first. */
  of(customer: string): readonly ActiveEntitlement[] {
    return this.ctx.store.entitlementsOfCustomer.get(customer) ?? [];
  }

  private follow({ type, account, data: { object } }: SandboxEvent): void {
    if (account !== undefined || !type.startsWith('customer.subscription.')) return;
    const { customer } = object;
    if (typeof customer === 'string' && this.ctx.store.featuresOfProduct.size > 0) this.refresh(customer);
  }

  private refresh(customer: string): void {
    const { ids, record, store } = this.ctx;
    const before = this.of(customer);
    const products = store.subscriptions
      .values()
      .filter((one) => one.customer === customer && ENTITLING.includes(one.status))
      .flatMap(({ items }) => items.data.map(({ price }) => price.product));
    const features = new Map(
      products
        .flatMap((product) => store.featuresOfProduct.get(product) ?? [])
        .map(({ entitlement_feature: feature }) => [feature.id, feature]),
    );
    const kept = before.filter(({ feature }) => features.has(feature));
    const added = [...features.values()].filter(({ id }) => !before.some(({ feature }) => feature === id));
    if (kept.length === before.length && added.length === 0) return;
    const after = [
      ...kept,
      ...added.map(({ id, lookup_key }): ActiveEntitlement => ({
        id: ids.timed('ent'),
        object: 'entitlements.active_entitlement',
        feature: id,
        livemode: false,
        lookup_key,
      })),
    ];
    store.entitlementsOfCustomer.set(customer, after);
    record.emit('entitlements.active_entitlement_summary.updated', { ...summaryOf(customer, after) });
  }
}

const summaryOf = (customer: string, all: readonly ActiveEntitlement[]): ActiveEntitlementSummary => ({
  object: 'entitlements.active_entitlement_summary',
  customer,
  entitlements: {
    object: 'list',
    data: all.toReversed().slice(0, MOST_IN_SNAPSHOT),
    has_more: all.length > MOST_IN_SNAPSHOT,
    url: `/v1/customer/${customer}/entitlements`,
  },
  livemode: false,
});
