import { ShapeError } from '../../common/errors.js';
import type { StripeObject } from '../stripe.types.js';
import { idOf } from './id.js';

/**
 * Typed readers of one field. Null and absent are null everywhere: Stripe leaves fields out and sets them to null as it
 * likes. What would make a row lie (an amount, a time, an id, a status, a flag of another type) is a ShapeError and ends
 * in the dead letters; a description that is no text is merely unexpected, and null.
 */

/** 9999-12-31T23:59:59Z: what PostgreSQL, JavaScript and every report can hold. */
const LAST_SECOND = 253_402_300_799;
const LARGEST_COUNT = 2_147_483_647;

/**
 * Where a nested hash was found, for the error's path; a root has none, nor has what is frozen. On the hash itself, where nothing that copies,
 * compares or writes it looks: to remember as many in a WeakMap took a twentieth of the time for an event.
 */
const FOUND_AT = Symbol('found at');

export function pathOf(object: StripeObject & { readonly [FOUND_AT]?: string }, name: string): string {
  const path = object[FOUND_AT];
  return path === undefined ? name : `${path}.${name}`;
}

/** Only own fields count: `constructor` is no field, and `__proto__` is one when JSON says so. */
export function field(object: StripeObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

/** Takes what was found for a hash and remembers where; null when it is none. */
export function hashAt(value: unknown, path: string): StripeObject | null {
  if (!isHash(value)) return null;
  if (Object.isExtensible(value)) Object.defineProperty(value, FOUND_AT, { value: path, configurable: true });
  return value;
}

export const isHash = (value: unknown): value is StripeObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** For people to read: what is no text is null. */
export function text(object: StripeObject, name: string): string | null {
  const value = field(object, name);
  return typeof value === 'string' ? value : null;
}

/** A word that code decides by: a status, a type, a currency. */
export function word(object: StripeObject, name: string): string | null {
  const value = field(object, name);
  if (value === null || typeof value === 'string') return value;
  throw new ShapeError(pathOf(object, name), 'text');
}

/** The id in a field that holds an id, or the object itself when it was expanded; null for one without (cards until 2013). */
export function id(object: StripeObject, name: string): string | null {
  const value = field(object, name);
  const found = idOf(value);
  if (found !== null || isNameless(value)) return found;
  throw new ShapeError(pathOf(object, name), 'an id');
}

const isNameless = (value: unknown): boolean => {
  const own = isHash(value) ? field(value, 'id') : value;
  return own === null || own === '';
};

/** The object's own id, without which a row has no key. */
export function ownId(object: StripeObject): string {
  const found = id(object, 'id');
  if (found !== null) return found;
  throw new ShapeError(pathOf(object, 'id'), 'an id');
}

export function flag(object: StripeObject, name: string): boolean | null {
  const value = field(object, name);
  if (value === null || typeof value === 'boolean') return value;
  throw new ShapeError(pathOf(object, name), 'true or false');
}

/** An amount in minor units, a quantity. Digits as text are one too; what JavaScript cannot count exactly is none. */
export function integer(object: StripeObject, name: string): number | null {
  const value = field(object, name);
  if (value === null) return null;
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw new ShapeError(pathOf(object, name), 'a whole number');
  }
  return number === 0 ? 0 : number; // JSON knows -0, a row does not
}

/** A small number that is never negative: attempts, months, days. */
export function count(object: StripeObject, name: string): number | null {
  const value = integer(object, name);
  if (value === null || (value >= 0 && value <= LARGEST_COUNT)) return value;
  throw new ShapeError(pathOf(object, name), 'a count');
}

/** A share in percent, with its decimals: from 0 to 100. */
export function percent(object: StripeObject, name: string): number | null {
  const value = field(object, name);
  if (value === null) return null;
  const number = typeof value === 'string' && /^\d{1,3}(\.\d{1,12})?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && number >= 0 && number <= 100) return number === 0 ? 0 : number;
  throw new ShapeError(pathOf(object, name), 'a percentage');
}

/** A time in Unix seconds. */
export function seconds(object: StripeObject, name: string): Date | null {
  const value = field(object, name);
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_SECOND) {
    return new Date(value * 1000);
  }
  throw new ShapeError(pathOf(object, name), 'a time in seconds');
}

/** A hash inside the object. Null as well for an id: an expandable field holds either. */
export function hash(object: StripeObject, name: string): StripeObject | null {
  const value = field(object, name);
  if (value === null || typeof value === 'string') return null;
  const found = hashAt(value, pathOf(object, name));
  if (found) return found;
  throw new ShapeError(pathOf(object, name), 'a hash');
}
