import { ownMetadata } from './own-metadata.js';
import { isPersonalFigure, isHarmlessText } from './harmless-fields.js';
import { isHash } from './shapes/fields.js';

/** Stripe's own names of fields; others are made up by somebody, who may have put a name there. */
const FIELD = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * An event as it is kept of an erased customer: of the same shape, with ids, amounts, times and Stripe's own words, and
 * '' in place of every other text. So its object is mapped into the same row, but for what is personal in it, and its
 * place among the events of its second is the same. What is not known to be harmless goes: of a field that Stripe adds
 * one day nothing is left.
 *
 * @param event no deeper than Stripe's own (`isTooDeep`).
 */
export function withoutPersons(event: object): object {
  const data = 'data' in event && isHash(event.data) ? event.data : {};
  const { object } = data;
  // what was there before is judged as what is there now
  const previous = isHash(data['previous_attributes']) ? hash(data['previous_attributes'], kindOf(object)) : undefined;
  const rest = hash({ ...event }, undefined);
  return previous === undefined ? rest : { ...rest, data: { ...hash(data, undefined), previous_attributes: previous } };
}

/** The same of a hash by itself: what our own audit log has of an object. */
export const withoutPersonsIn = (fields: object): Record<string, unknown> => hash(fields, undefined);

const kindOf = (object: unknown): unknown => (isHash(object) ? object['object'] : undefined);

/** @param of the `object` of the hash that has the field. */
function reduced(value: unknown, field: string, of: unknown): unknown {
  if (typeof value === 'string') return isHarmlessText(field, value, of) ? value : '';
  if (typeof value === 'number') return isPersonalFigure(field) ? null : value;
  if (Array.isArray(value)) return value.map((item: unknown) => reduced(item, field, of));
  if (!isHash(value)) return value;
  return field === 'metadata' ? ownMetadata(value) : hash(value, value['object']);
}

const hash = (fields: object, of: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => FIELD.test(name))
      .map(([name, inner]) => [name, reduced(inner, name, of)]),
  );
