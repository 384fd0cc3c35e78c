import { type Plan, planOf } from './plan.js';
import type { Price } from './price.js';
import type { Metadata, StripeObject } from './stripe-object.js';

export interface SubscriptionItem extends StripeObject {
  readonly object: 'subscription_item';
  readonly billing_thresholds: null;
  readonly created: number;
  /** Since 2025-03-31.basil the period belongs to the item. Seconds UTC. */
  readonly current_period_end: number;
  readonly current_period_start: number;
  readonly discounts: readonly [];
  readonly metadata: Metadata;
  readonly plan: Plan;
  readonly price: Price;
  readonly quantity: number;
  readonly subscription: string;
  readonly tax_rates: readonly [];
}

type Given = Pick<
  SubscriptionItem,
  'id' | 'created' | 'current_period_end' | 'current_period_start' | 'price' | 'quantity' | 'subscription' | 'metadata'
>;

/** The price is a copy as of now: an item shows the price it was given, and a later price.updated is an event of the price alone. */
export function newSubscriptionItem(given: Given): SubscriptionItem {
  return {
    ...given,
    object: 'subscription_item',
    billing_thresholds: null,
    discounts: [],
    plan: planOf(given.price),
    tax_rates: [],
  };
}
