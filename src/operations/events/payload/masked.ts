import { isTooDeep } from '../../../stripe/depth.js';
import { isHarmlessFigure, isHarmlessName, isHarmlessText, isPrivate } from './harmless.js';

/** Stands for what is not shown. */
export const MASK = '•••';

/** Where a value is. */
interface Place {
  readonly field: string;
  /** The `object` of the hash that has the field. */
  readonly of: unknown;
  /** Within a hash of which nothing is shown. */
  readonly hidden: boolean;
}

/**
 * What Stripe sent, or a row that came of it, in its own shape, without what may be personal or secret: of texts only
 * those are left that are known to be harmless, by the name of their field and by what they look like.
 */
export function masked(value: unknown, field = ''): unknown {
  return isTooDeep(value) ? MASK : maskedAt(value, { field, of: undefined, hidden: isPrivate(field) });
}

/** The fields of a row, each by itself. */
export const maskedFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, masked(value, field)]));

function maskedAt(value: unknown, { field, of, hidden }: Place): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return !hidden && isHarmlessFigure(field, value) ? value : MASK;
  if (typeof value === 'string') return !hidden && isHarmlessText(field, value, of) ? value : MASK;
  if (Array.isArray(value)) return value.map((item) => maskedAt(item, { field, of, hidden }));
  return maskedHash(value, field, hidden);
}

function maskedHash(hash: object, name: string, hidden: boolean): object {
  const of = 'object' in hash ? hash.object : undefined;
  const fields = Object.entries(hash).map(([field, value], i): [string, unknown] => [
    isHarmlessName(field, name) ? field : `${MASK}${i + 1}`,
    maskedAt(value, { field, of, hidden: hidden || isPrivate(field) }),
  ]);
  return Object.fromEntries(fields);
}
