import { ShapeError } from '../../common/errors.js';
import type { StripeObject } from '../stripe.types.js';
import { field } from './fields.js';
import { elements } from './list.js';

/** A list of words that code decides by, names of fields for one; null when there is no list. */
export function words(object: StripeObject, name: string): string[] | null {
  if (field(object, name) === null) return null;
  return elements(object, name).map(({ value, path }) => {
    if (typeof value === 'string') return value;
    throw new ShapeError(path, 'text');
  });
}
