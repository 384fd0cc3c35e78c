import { hash, isHash } from '../previous-attributes.js';
import { isRange, createdWithin } from './list-page.js';

/** Tells whether an object passes the filter of this name; without one, equality with the field of the same name. */
export type Filters<T> = Readonly<Record<string, (object: T, wanted: unknown) => boolean>>;

/** Equality with the field of this name, or its being in a range of time. */
export function byField(name: string) {
  return (object: object, wanted: unknown): boolean => passes(hash(object)[name], wanted, name);
}

/** `recurring[interval]=month` looks into the hash. Objects without such a field pass. */
function passes(field: unknown, wanted: unknown, name: string): boolean {
  if (isHash(field) && isHash(wanted)) {
    return Object.entries(wanted).every(([inner, value]) => passes(field[inner], value, inner));
  }
  if (field === undefined) return true;
  const isTime = typeof field === 'number' && isHash(wanted);
  if (isTime || isRange(wanted)) return createdWithin(typeof field === 'number' ? field : null, wanted, name);
  const scalar = typeof field === 'number' || typeof field === 'boolean';
  return scalar ? String(field) === String(wanted) : field === wanted;
}
