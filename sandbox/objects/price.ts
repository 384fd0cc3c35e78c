import type { Metadata, StripeObject } from './stripe-object.js';

export type Interval = 'day' | 'week' | 'month' | 'year';

export interface Recurring {
  readonly interval: Interval;
  readonly interval_count: number;
  readonly meter: null;
  readonly trial_period_days: null;
  readonly usage_type: 'licensed';
}

const FIXED = {
  object: 'price',
  billing_scheme: 'per_unit',
  custom_unit_amount: null,
  livemode: false,
  tax_behavior: 'unspecified',
  tiers_mode: null,
  transform_quantity: null,
} as const;

type Fixed = typeof FIXED;

export interface Price extends StripeObject, Fixed {
  readonly object: 'price';
  readonly active: boolean;
  readonly created: number;
  readonly currency: string;
  readonly lookup_key: string | null;
  readonly metadata: Metadata;
  readonly nickname: string | null;
  readonly product: string;
  readonly recurring: Recurring | null;
  readonly type: 'one_time' | 'recurring';
  /** In the currency's minor unit. */
  readonly unit_amount: number;
  readonly unit_amount_decimal: string;
}

export function newPrice(given: Omit<Price, keyof Fixed>): Price {
  return { ...FIXED, ...given };
}
