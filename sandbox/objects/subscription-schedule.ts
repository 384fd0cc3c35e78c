import type { Metadata, StripeObject } from './stripe-object.js';

type ScheduleStatus = 'not_started' | 'active' | 'completed' | 'released' | 'canceled';

export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none';

export interface PhaseDiscount {
  readonly coupon: string | null;
  readonly discount: string | null;
  readonly promotion_code: string | null;
}

interface PhaseItem {
  readonly billing_thresholds: null;
  readonly discounts: readonly [];
  readonly metadata: Metadata;
  readonly plan: string;
  readonly price: string;
  readonly quantity: number;
  readonly tax_rates: readonly [];
}

const PHASE = {
  add_invoice_items: [],
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  default_payment_method: null,
  default_tax_rates: [],
  description: null,
  invoice_settings: null,
  on_behalf_of: null,
  transfer_data: null,
} as const;

/** What a subscription is from one second to another, seconds UTC. */
export interface Phase extends Readonly<typeof PHASE> {
  readonly currency: string;
  readonly discounts: readonly PhaseDiscount[];
  readonly end_date: number;
  readonly items: readonly PhaseItem[];
  readonly metadata: Metadata;
  readonly proration_behavior: ProrationBehavior;
  readonly start_date: number;
  readonly trial_end: number | null;
}

export function newPhase(given: Omit<Phase, keyof typeof PHASE>): Phase {
  return { ...PHASE, ...given };
}

const FIXED = {
  object: 'subscription_schedule',
  application: null,
  billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
  customer_account: null,
  livemode: false,
  pause_schedules: [],
  test_clock: null,
} as const;

type Fixed = typeof FIXED;

export interface DefaultSettings {
  readonly application_fee_percent: null;
  readonly automatic_tax: { readonly disabled_reason: null; readonly enabled: false; readonly liability: null };
  readonly billing_cycle_anchor: 'automatic';
  readonly billing_thresholds: null;
  readonly collection_method: 'charge_automatically' | 'send_invoice';
  readonly default_payment_method: string | null;
  readonly description: string | null;
  readonly invoice_settings: {
    readonly account_tax_ids: null;
    readonly custom_fields: null;
    readonly days_until_due: number | null;
    readonly description: null;
    readonly footer: null;
    readonly issuer: { readonly type: 'self' };
  };
  readonly on_behalf_of: null;
  readonly transfer_data: null;
}

export interface SubscriptionSchedule extends StripeObject, Fixed {
  readonly object: 'subscription_schedule';
  readonly canceled_at: number | null;
  readonly completed_at: number | null;
  readonly created: number;
  readonly current_phase: { readonly end_date: number; readonly start_date: number } | null;
  readonly customer: string;
  readonly default_settings: DefaultSettings;
  readonly end_behavior: 'release' | 'cancel';
  readonly metadata: Metadata;
  readonly phases: readonly Phase[];
  readonly released_at: number | null;
  readonly released_subscription: string | null;
  readonly status: ScheduleStatus;
  readonly subscription: string | null;
}

export function newSubscriptionSchedule(given: Omit<SubscriptionSchedule, keyof Fixed>): SubscriptionSchedule {
  return { ...FIXED, ...given };
}
