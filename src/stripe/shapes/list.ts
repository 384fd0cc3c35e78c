import { ShapeError } from '../../common/errors.js';
import type { StripeObject } from '../stripe.types.js';
import { field, flag, hashAt, pathOf } from './fields.js';

/** One element with its place, for the error's path. */
interface Element {
  readonly value: unknown;
  readonly path: string;
}

/** The elements of a list, be it `{ data: [] }` or a plain array; none for null, absent, and a hash without data. */
export function elements(object: StripeObject, name: string): Element[] {
  const path = pathOf(object, name);
  const value = field(object, name);
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((element: unknown, i) => ({ value: element, path: `${path}[${i}]` }));
  const page = hashAt(value, path);
  const data = page && field(page, 'data');
  if (page && (data === null || Array.isArray(data))) return elements(page, 'data');
  throw new ShapeError(path, 'a list');
}

/** The hashes of a list. */
export function list(object: StripeObject, name: string): StripeObject[] {
  return elements(object, name).map(({ value, path }) => {
    const found = hashAt(value, path);
    if (found) return found;
    throw new ShapeError(path, 'a hash');
  });
}

/** Whether the snapshot holds the whole list (Stripe cuts at ten, often); null when it holds no list at all. */
export function isWhole(object: StripeObject, name: string): boolean | null {
  const value = field(object, name);
  if (value === null) return null;
  const found = hashAt(value, pathOf(object, name));
  return found ? flag(found, 'has_more') !== true : true;
}
