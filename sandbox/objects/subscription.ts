import type { CollectionMethod } from './invoice.js';
import type { SubscriptionItem } from './subscription-item.js';
import type { Metadata, StripeList, StripeObject } from './stripe-object.js';

export type SubscriptionStatus =
  'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled' | 'paused';

export type MissingPaymentMethod = 'create_invoice' | 'pause' | 'cancel';

const FIXED = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  default_source: null,
  default_tax_rates: [],
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  test_clock: null,
  transfer_data: null,
} as const;

/** How each invoice of a subscription for a connected account is shared out. Percentages have up to two decimals. */
export interface SubscriptionShares {
  readonly application: string | null;
  readonly application_fee_percent: number | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: { readonly amount_percent: number | null; readonly destination: string } | null;
}

type Fixed = Omit<typeof FIXED, keyof SubscriptionShares>;

interface PausedDetails {
  readonly subscription: { readonly type: string };
  readonly transitioned_at: number;
  readonly type: 'subscription';
}

/** An update that waits for its invoice to be paid, and is dropped at `expires_at` (seconds UTC). */
export interface PendingUpdate {
  readonly billing_cycle_anchor: number | null;
  readonly cancel_at_period_end: null;
  readonly discount: null;
  readonly discounts: null;
  readonly expires_at: number;
  readonly metadata: null;
  readonly subscription_items: readonly SubscriptionItem[];
  readonly trial_end: number | null;
  readonly trial_from_plan: null;
}

interface AutomaticTax {
  readonly disabled_reason: null;
  readonly enabled: boolean;
  readonly liability: { readonly type: 'self' } | null;
}

export function automaticTax(enabled: boolean): AutomaticTax {
  return { disabled_reason: null, enabled, liability: enabled ? { type: 'self' } : null };
}

export interface Subscription extends StripeObject, Fixed, SubscriptionShares {
  readonly object: 'subscription';
  readonly automatic_tax: AutomaticTax;
  readonly billing_cycle_anchor: number;
  readonly cancel_at: number | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: number | null;
  readonly cancellation_details: {
    readonly comment: string | null;
    readonly feedback: string | null;
    readonly reason: string | null;
  };
  readonly collection_method: CollectionMethod;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  /** Only with `send_invoice`. */
  readonly days_until_due: number | null;
  readonly default_payment_method: string | null;
  readonly description: string | null;
  /** Ids, since 2025-03-31.basil; stacked in this order. */
  readonly discounts: readonly string[];
  readonly ended_at: number | null;
  readonly items: StripeList<SubscriptionItem>;
  readonly latest_invoice: string | null;
  readonly metadata: Metadata;
  readonly pending_update: PendingUpdate | null;
  readonly schedule: string | null;
  readonly start_date: number;
  readonly status: SubscriptionStatus;
  readonly status_details: { readonly paused: PausedDetails } | null;
  readonly trial_end: number | null;
  readonly trial_settings: { readonly end_behavior: { readonly missing_payment_method: MissingPaymentMethod } };
  readonly trial_start: number | null;
}

type Given = Omit<Subscription, keyof Fixed | keyof SubscriptionShares> & Partial<SubscriptionShares>;

export function newSubscription(given: Given): Subscription {
  return { ...FIXED, ...given };
}

/** The end of the running period, seconds UTC. All items of a sandbox subscription share one interval. */
export function periodEnd(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

export function periodStart(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_start));
}
