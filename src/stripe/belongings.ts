import { keptObject } from './kept-objects.js';
import { objectKey } from './object-key.js';
import { isHash } from './shapes/fields.js';
import { isId, idOf } from './shapes/id.js';
import { snapshotOf } from './snapshot.js';
import type { StripeEvent, StripeObject } from './stripe.types.js';

/** An object that an event is about, or names, by the mirrored table that is for its kind. */
export interface NamedByEvent {
  readonly kind: string;
  readonly id: string;
}

/** Fields with another object of the same customer, its id or expanded. What many customers share is not among them. */
const FIELDS: Readonly<Record<string, string>> = {
  customer: 'customers',
  charge: 'charges',
  latest_charge: 'charges',
  source_transaction: 'charges',
  payment_intent: 'payment_intents',
  setup_intent: 'setup_intents',
  pending_setup_intent: 'setup_intents',
  payment_method: 'payment_methods',
  default_payment_method: 'payment_methods',
  invoice: 'invoices',
  latest_invoice: 'invoices',
  subscription: 'subscriptions',
  checkout_session: 'checkout_sessions',
  credit_note: 'credit_notes',
};

/** Hashes within an object that may name them too. */
const HASHES: readonly string[] = ['owner', 'parent', 'subscription_details', 'payment', 'invoice_settings'];

/**
 * What an event is about, and what it names of the same customer: by any of these it is an erased customer's. What the
 * event says was there before counts too, for a payment method that is detached names nobody any more.
 */
export function belongingsOf(event: StripeEvent): NamedByEvent[] {
  const { object, previous, type, account } = snapshotOf(event);
  const found = new Map<string, NamedByEvent>();
  const add = (kind: string, id: unknown): void => {
    if (isId(id)) found.set(`${kind} ${id}`, { kind, id });
  };
  const related: unknown = 'related_object' in event ? event.related_object : null;
  for (const about of [object, related]) {
    if (!isHash(about)) continue;
    const table = keptObject(String(about['object'] ?? about['type']))?.table;
    if (table) add(table, objectKey({ type, account, object: about }));
  }
  for (const holder of [object, previous]) if (holder) namedIn(holder, add);
  return [...found.values()];
}

function namedIn(holder: StripeObject, add: (kind: string, id: unknown) => void, levels = 3): void {
  for (const [field, kind] of Object.entries(FIELDS)) if (Object.hasOwn(holder, field)) add(kind, idOf(holder[field]));
  if (levels === 1) return;
  for (const field of HASHES) {
    const inner = Object.hasOwn(holder, field) ? holder[field] : null;
    if (isHash(inner)) namedIn(inner, add, levels - 1);
  }
}
