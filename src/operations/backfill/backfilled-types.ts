/**
 * What is brought, by `object` field, and in this order: a row comes after those that it names, so that a run that has
 * just begun can be looked at.
 */
export const BACKFILLED_TYPES: readonly string[] = [
  'customer',
  'payment_method',
  'tax_id',
  'product',
  'price',
  'plan',
  'coupon',
  'promotion_code',
  'subscription',
  'subscription_schedule',
  'entitlements.active_entitlement_summary',
  'invoice',
  'invoice_payment',
  'credit_note',
  'checkout.session',
  'payment_intent',
  'setup_intent',
  'charge',
  'refund',
  'dispute',
  'radar.early_fraud_warning',
  'review',
  'payout',
];
