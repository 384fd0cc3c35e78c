import type { ObjectRef } from './needs-reread.js';

/** Collections by an object's `object` field. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  balance_transaction: 'balance_transactions',
  charge: 'charges',
  'checkout.session': 'checkout/sessions',
  coupon: 'coupons',
  credit_note: 'credit_notes',
  customer: 'customers',
  dispute: 'disputes',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  payment_intent: 'payment_intents',
  payment_method: 'payment_methods',
  payout: 'payouts',
  plan: 'plans',
  price: 'prices',
  product: 'products',
  promotion_code: 'promotion_codes',
  'radar.early_fraud_warning': 'radar/early_fraud_warnings',
  refund: 'refunds',
  review: 'reviews',
  setup_intent: 'setup_intents',
  subscription: 'subscriptions',
  subscription_schedule: 'subscription_schedules',
  tax_id: 'tax_ids',
};

/** Where an object is read (docs.stripe.com/api); null for a type that cannot be read by its id. */
export function resourcePath({ type, id }: Pick<ObjectRef, 'type' | 'id'>): string | null {
  const collection = Object.hasOwn(COLLECTIONS, type) ? COLLECTIONS[type] : undefined;
  return collection ? `/v1/${collection}/${encodeURIComponent(id)}` : null;
}
