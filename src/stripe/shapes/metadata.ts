import type { StripeObject } from '../stripe.types.js';
import { field, hashAt, pathOf } from './fields.js';

/** The adopter's own notes on an object. Stripe keeps text only, so anything else is left out. */
export const metadataOf = (object: StripeObject): Record<string, string> => textsOf(object, 'metadata');

/** A hash of texts under names that nobody knows beforehand. */
export function textsOf(object: StripeObject, name: string): Record<string, string> {
  const found = hashAt(field(object, name), pathOf(object, name)) ?? {};
  // fromEntries defines own fields, `__proto__` too: nothing reaches a prototype
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => isText(entry[1])));
}

const isText = (value: unknown): value is string => typeof value === 'string';
