import type { StripeObject } from '../stripe.types.js';
import { field, hashAt, pathOf } from './fields.js';

/** The adopter's own notes on an object. Stripe keeps text only, so anything else is left out. */
export function metadataOf(object: StripeObject): Record<string, string> {
  const found = hashAt(field(object, 'metadata'), pathOf(object, 'metadata')) ?? {};
  // fromEntries defines own fields, `__proto__` too: nothing reaches a prototype
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => isText(entry[1])));
}

const isText = (value: unknown): value is string => typeof value === 'string';
