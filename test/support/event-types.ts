const under = (prefix: string, ...steps: string[]) => steps.map((step) => `${prefix}.${step}`);

const CUSTOMER = [
  ...under('customer', 'created', 'updated', 'deleted'),
  ...under('customer.discount', 'created', 'updated', 'deleted'),
  ...under('customer.tax_id', 'created', 'updated', 'deleted'),
  ...under('customer.subscription', 'created', 'updated', 'deleted', 'paused', 'resumed', 'trial_will_end'),
  ...under('customer.subscription', 'pending_update_applied', 'pending_update_expired'),
];

const BILLING = [
  ...under('checkout.session', 'completed', 'async_payment_succeeded', 'async_payment_failed', 'expired'),
  ...under('invoice', 'created', 'finalized', 'updated', 'paid', 'payment_succeeded', 'payment_failed', 'voided'),
  ...under('invoice', 'marked_uncollectible', 'deleted', 'upcoming', 'payment_action_required'),
  ...under('invoice', 'payment_attempt_required', 'finalization_failed', 'overpaid', 'will_be_due', 'overdue', 'sent'),
  'invoice_payment.paid',
  ...under('credit_note', 'created', 'updated', 'voided'),
  ...under('subscription_schedule', 'created', 'updated', 'expiring', 'completed', 'released', 'canceled', 'aborted'),
  'entitlements.active_entitlement_summary.updated',
  ...under('product', 'created', 'updated', 'deleted'),
  ...under('price', 'created', 'updated', 'deleted'),
  ...under('plan', 'created', 'updated', 'deleted'),
  ...under('coupon', 'created', 'updated', 'deleted'),
  ...under('promotion_code', 'created', 'updated'),
];

const PAYMENTS = [
  ...under('payment_intent', 'created', 'processing', 'requires_action', 'succeeded', 'payment_failed', 'canceled'),
  ...under('payment_intent', 'amount_capturable_updated', 'partially_funded'),
  ...under('setup_intent', 'created', 'requires_action', 'succeeded', 'setup_failed', 'canceled'),
  ...under('charge', 'pending', 'succeeded', 'failed', 'captured', 'expired', 'updated', 'refunded'),
  ...under('refund', 'created', 'updated', 'failed'),
  'charge.refund.updated',
  ...under('charge.dispute', 'created', 'updated', 'closed', 'funds_withdrawn', 'funds_reinstated'),
  ...under('radar.early_fraud_warning', 'created', 'updated'),
  ...under('review', 'opened', 'closed'),
  ...under('payment_method', 'attached', 'detached', 'updated', 'automatically_updated'),
  ...under('payout', 'created', 'updated', 'paid', 'failed', 'canceled', 'reconciliation_completed'),
];

const CONNECT = [
  'account.updated',
  ...under('account.application', 'authorized', 'deauthorized'),
  ...under('account.external_account', 'created', 'updated', 'deleted'),
  'capability.updated',
  ...under('person', 'created', 'updated', 'deleted'),
];

/** Every type that has an owner. */
export const EVENT_TYPES: readonly string[] = [...CUSTOMER, ...BILLING, ...PAYMENTS, ...CONNECT];
