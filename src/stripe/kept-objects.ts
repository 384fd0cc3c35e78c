import type { StripeObject } from './stripe.types.js';

/** How the pipeline keeps the objects of one type. */
export interface KeptObject {
  /** The event type whose handler maps the object into its row, whatever happened to it. */
  readonly event: string;
  /** The table that the row is in. */
  readonly table: string;
}

/** Objects that the gateway can read from Stripe by what names their rows, by their `object` field. */
const KEPT: Readonly<Record<string, KeptObject>> = {
  charge: { event: 'charge.updated', table: 'charges' },
  'checkout.session': { event: 'checkout.session.completed', table: 'checkout_sessions' },
  coupon: { event: 'coupon.updated', table: 'coupons' },
  credit_note: { event: 'credit_note.updated', table: 'credit_notes' },
  customer: { event: 'customer.updated', table: 'customers' },
  dispute: { event: 'charge.dispute.updated', table: 'disputes' },
  'entitlements.active_entitlement_summary': {
    event: 'entitlements.active_entitlement_summary.updated',
    table: 'active_entitlement_summaries',
  },
  invoice: { event: 'invoice.updated', table: 'invoices' },
  invoice_payment: { event: 'invoice_payment.paid', table: 'invoice_payments' },
  payment_intent: { event: 'payment_intent.succeeded', table: 'payment_intents' },
  payment_method: { event: 'payment_method.updated', table: 'payment_methods' },
  payout: { event: 'payout.updated', table: 'payouts' },
  plan: { event: 'plan.updated', table: 'plans' },
  price: { event: 'price.updated', table: 'prices' },
  product: { event: 'product.updated', table: 'products' },
  promotion_code: { event: 'promotion_code.updated', table: 'promotion_codes' },
  'radar.early_fraud_warning': { event: 'radar.early_fraud_warning.updated', table: 'early_fraud_warnings' },
  refund: { event: 'refund.updated', table: 'refunds' },
  review: { event: 'review.closed', table: 'reviews' },
  setup_intent: { event: 'setup_intent.succeeded', table: 'setup_intents' },
  subscription: { event: 'customer.subscription.updated', table: 'subscriptions' },
  subscription_schedule: { event: 'subscription_schedule.updated', table: 'subscription_schedules' },
  tax_id: { event: 'customer.tax_id.updated', table: 'customer_tax_ids' },
};

/** Undefined for a type that no row is kept of, or that cannot be read by its id. */
export const keptObject = (type: string): KeptObject | undefined =>
  Object.hasOwn(KEPT, type) ? KEPT[type] : undefined;

/** The event type of each object that is kept and can be read. */
export const keptEvents = (): { type: string; event: string }[] =>
  Object.entries(KEPT).map(([type, { event }]) => ({ type, event }));

/** The `object` fields of all that is kept and can be read, sorted. */
export const keptTypes = (): string[] => Object.keys(KEPT).toSorted();

/** States of which Stripe sends no event: an object that has never left them has no row. */
const UNTOLD: Readonly<Record<string, readonly unknown[]>> = {
  'checkout.session': ['open'],
  invoice_payment: ['open', 'canceled'],
};

/** Endpoints of older API versions are sent no events of these. */
const TOLD_SINCE: Readonly<Record<string, string>> = { invoice_payment: '2025-03-31' };

/**
 * Whether an event must have told of an object of this type in this state.
 *
 * @param apiVersion in which events come; null for the pinned one.
 */
export const isTold = (type: string, { status }: StripeObject, apiVersion: string | null): boolean =>
  !UNTOLD[type]?.includes(status) && (apiVersion ?? '9999') >= (TOLD_SINCE[type] ?? '');
