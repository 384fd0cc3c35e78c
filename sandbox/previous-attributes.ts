import type { Fields } from './objects/event.js';

export function isHash(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as the hash it is known to be. @throws TypeError when it is none */
export function hash(value: unknown): Fields {
  if (isHash(value)) return value;
  throw new TypeError(`not a hash: ${JSON.stringify(value)}`);
}

/** Equality of JSON values. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => sameJson(value, b[index]));
  }
  if (!isHash(a) || !isHash(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
}

/**
 * Stripe's `previous_attributes`: the old values of what differs. In nested hashes only the changed keys, null for a
 * key that was not there; arrays whole.
 */
export function previousAttributes(before: Fields, after: Fields): Fields {
  const previous: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, current] = [before[key], after[key]];
    if (sameJson(old, current)) continue;
    previous[key] = isHash(old) && isHash(current) ? previousAttributes(old, current) : (old ?? null);
  }
  return previous;
}

/** The way back: the snapshot before, from the snapshot after. A null inside `metadata` means that the key was not there. */
export function overlay(object: Fields, previous: Fields, insideMetadata = false): Fields {
  const before: Record<string, unknown> = { ...object };
  for (const [key, old] of Object.entries(previous)) {
    const current = object[key];
    if (old === null && insideMetadata) delete before[key];
    else before[key] = isHash(old) && isHash(current) ? overlay(current, old, key === 'metadata') : old;
  }
  return before;
}
