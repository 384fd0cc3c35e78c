import type { Metadata, StripeList, StripeObject } from './stripe-object.js';

/** Something a customer may use, by the name that code asks for. */
export interface Feature extends StripeObject {
  readonly object: 'entitlements.feature';
  readonly active: boolean;
  readonly livemode: false;
  readonly lookup_key: string;
  readonly metadata: Metadata;
  readonly name: string;
}

/** That a product has a feature. */
export interface ProductFeature extends StripeObject {
  readonly object: 'product_feature';
  readonly entitlement_feature: Feature;
  readonly livemode: false;
}

export interface ActiveEntitlement extends StripeObject {
  readonly object: 'entitlements.active_entitlement';
  readonly feature: string;
  readonly livemode: false;
  readonly lookup_key: string;
}

/** Has no id: it goes by its customer. */
export interface ActiveEntitlementSummary {
  readonly object: 'entitlements.active_entitlement_summary';
  readonly customer: string;
  readonly entitlements: StripeList<ActiveEntitlement>;
  readonly livemode: false;
}
