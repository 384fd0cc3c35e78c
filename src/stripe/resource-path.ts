import type { ObjectRef } from './needs-reread.js';

/** Collections by an object's `object` field. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  account: 'accounts',
  balance_transaction: 'balance_transactions',
  charge: 'charges',
  'checkout.session': 'checkout/sessions',
  coupon: 'coupons',
  credit_note: 'credit_notes',
  customer: 'customers',
  dispute: 'disputes',
  'entitlements.feature': 'entitlements/features',
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

/** Likewise, of what belongs to a connected account and is read below it. */
const OF_ACCOUNT: Readonly<Record<string, string>> = {
  bank_account: 'external_accounts',
  capability: 'capabilities',
  card: 'external_accounts',
  person: 'persons',
};

/** Where an object is read (docs.stripe.com/api); null for a type that cannot be read by its id. */
export function resourcePath({
  account = '',
  type,
  id,
}: Omit<ObjectRef, 'account'> & Partial<ObjectRef>): string | null {
  const collection = Object.hasOwn(COLLECTIONS, type) ? COLLECTIONS[type] : undefined;
  if (collection) return `/v1/${collection}/${encodeURIComponent(id)}`;
  const below = Object.hasOwn(OF_ACCOUNT, type) ? OF_ACCOUNT[type] : undefined;
  return below && account ? `/v1/accounts/${encodeURIComponent(account)}/${below}/${encodeURIComponent(id)}` : null;
}

/**
 * The account in whose name an object is read: its own, but for what a connected account is to its platform, which the
 * platform reads in its own name (docs.stripe.com/api/persons/retrieve).
 */
export const readerOf = ({ account, type }: Pick<ObjectRef, 'account' | 'type'>): string =>
  type === 'account' || Object.hasOwn(OF_ACCOUNT, type) ? '' : account;
