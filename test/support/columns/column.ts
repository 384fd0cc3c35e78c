import type { Fields } from '../../../sandbox/objects/event.js';

/**
 * What a column takes: ids, words that code decides by, flags, numbers and times refuse what they are not, for the row
 * would lie; a text that is no text is none. A derived column is made of more than one field.
 */
export type Kind = 'id' | 'word' | 'text' | 'flag' | 'whole' | 'count' | 'time' | 'derived';

/** What a column holds, told from the newest shape of the object. Written without a look at the mappers. */
export interface Column {
  readonly kind: Kind;
  /** Where the field is; empty for a derived column. */
  readonly path: string;
  /** As the driver hands it over. */
  readonly of: (object: Fields) => unknown;
}

export type Columns = Readonly<Record<string, Column>>;

export const isHash = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The field at a path; a path that leads nowhere is a mistake in the table. Below null everything is null. A name that
 * ends with `?` is of a field that not every object of its type has.
 */
export function at(object: unknown, path: string): unknown {
  let value = object;
  for (const step of path.split('.')) {
    if (value === null) return null;
    const name = step.replace('?', '');
    const fields = new Map<string, unknown>(typeof value === 'object' ? Object.entries(value) : []);
    if (!fields.has(name) && name === step) throw new Error(`no ${name} of ${path}`);
    value = fields.get(name) ?? null;
  }
  return value;
}

export function hashAt(object: unknown, path: string): Fields {
  const value = at(object, path);
  if (!isHash(value)) throw new Error(`${path} is no hash`);
  return value;
}

export function listAt(object: unknown, path: string): Fields[] {
  const value = at(object, path);
  if (!Array.isArray(value)) throw new Error(`${path} is no list`);
  return value.filter(isHash);
}

const plain =
  (kind: Kind) =>
  (path: string): Column => ({ kind, path, of: (object) => at(object, path) });

export const id = plain('id');
export const word = plain('word');
export const text = plain('text');
export const flag = plain('flag');
export const count = plain('count');

/** A bigint, which the driver hands over as text. */
export const whole = (path: string): Column => ({
  kind: 'whole',
  path,
  of: (object) => {
    const number = at(object, path);
    return typeof number === 'number' ? String(number) : null;
  },
});

export const time = (path: string): Column => ({
  kind: 'time',
  path,
  of: (object) => {
    const seconds = at(object, path);
    return typeof seconds === 'number' ? new Date(seconds * 1000) : null;
  },
});

export const derived = (of: (object: Fields) => unknown): Column => ({ kind: 'derived', path: '', of });

/** The newest shape does not tell. */
export const nothing = derived(() => null);

/** The sum of a list's amounts. */
export const sum = (path: string): Column =>
  derived((object) => String(listAt(object, path).reduce((total, { amount }) => total + Number(amount), 0)));

export const metadata = derived((object) => at(object, 'metadata'));

/** A name that can be one: text, not empty, up to 500 characters that PostgreSQL can hold. */
export const tenantName = (name: unknown): string | null =>
  typeof name === 'string' && /^[^\0\p{Surrogate}]{1,500}$/u.test(name) ? name : null;

export const tenantOf = (object: Fields): unknown => {
  const notes = hashAt(object, 'metadata');
  return tenantName(notes['tenant_id']) ?? tenantName(notes['user_id']);
};

/** One discount, or its id only. A checkout session's names its coupon itself, and has no id. */
function applied(discount: unknown): { id: unknown; coupon: unknown; promotion_code: unknown }[] {
  if (typeof discount === 'string') return [{ id: discount, coupon: null, promotion_code: null }];
  if (!isHash(discount)) return [];
  const coupon = at(discount, 'coupon?') ?? at(discount, 'source?.coupon');
  const named = isHash(coupon) ? coupon['id'] : coupon;
  return [{ id: at(discount, 'id?'), coupon: named, promotion_code: at(discount, 'promotion_code') }];
}

/** The discounts at a path, one or many. */
export const discounts = (path: string): Column => derived((object) => [at(object, path)].flat().flatMap(applied));

/** Before basil the one `discount` is there as well, and tells more than an id in `discounts`. */
export const olderDiscounts = derived((object) => {
  const [one] = applied(at(object, 'discount?'));
  const many = [at(object, 'discounts?')].flat().flatMap(applied);
  if (!one || many.length === 0) return one ? [one] : many;
  return many.map((discount) => (discount.id === one.id ? one : discount));
});
