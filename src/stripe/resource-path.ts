import type { ObjectRef } from './needs-reread.js';

/** Collections by an object's `object` field. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  charge: 'charges',
  'checkout.session': 'checkout/sessions',
  customer: 'customers',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  payment_intent: 'payment_intents',
  payment_method: 'payment_methods',
  price: 'prices',
  product: 'products',
  refund: 'refunds',
  subscription: 'subscriptions',
};

/** Where an object is read (docs.stripe.com/api); null for a type that cannot be read by its id. */
export function resourcePath({ type, id }: Pick<ObjectRef, 'type' | 'id'>): string | null {
  const collection = Object.hasOwn(COLLECTIONS, type) ? COLLECTIONS[type] : undefined;
  return collection ? `/v1/${collection}/${encodeURIComponent(id)}` : null;
}
