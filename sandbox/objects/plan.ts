import type { Interval, Price } from './price.js';
import type { Metadata, StripeObject } from './stripe-object.js';

/** The older twin of a recurring price, under the same id. Subscription items still show both. */
export interface Plan extends StripeObject {
  readonly object: 'plan';
  readonly active: boolean;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly amount_decimal: string;
  readonly billing_scheme: 'per_unit';
  readonly created: number;
  readonly currency: string;
  readonly interval: Interval | null;
  readonly interval_count: number | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly meter: null;
  readonly nickname: string | null;
  readonly product: string;
  readonly tiers_mode: null;
  readonly transform_usage: null;
  readonly trial_period_days: null;
  readonly usage_type: 'licensed';
}

export function planOf(price: Price): Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? null,
    interval_count: price.recurring?.interval_count ?? null,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
