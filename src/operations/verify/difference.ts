import { isDeepStrictEqual } from 'node:util';
import type { ObjectRef } from '../../stripe/needs-reread.js';

/** A row as JSON, without its mark; the rows it owns are lists. Null: there is none. */
export type RowImage = Readonly<Record<string, unknown>> | null;

/** One field in which a row is not what Stripe's object says. */
export interface Difference {
  readonly ref: ObjectRef;
  /** Column, or the property of the rows it owns; '' for the row as a whole. */
  readonly field: string;
  readonly here: unknown;
  readonly there: unknown;
}

/** What may be shown, by what a column's name ends with: ids of Stripe's, moments, and words that Stripe has a list of. */
const SHOWN: readonly (readonly [column: RegExp, value: RegExp])[] = [
  [/_id$/, /^[a-z]{2,10}(_[a-z]{2,10})?_[A-Za-z0-9]{1,250}$/],
  [/_(at|by|on|start|end|since|date|anchor|deadline|attempt)$/, /^\d{4}-\d\d-\d\dT[\d:.]{8,15}(Z|[+-]\d\d:\d\d)$/],
  [
    /(^|_)(status|type|reason|currency|mode|method|duration|interval|behavior|scheme|usage|feedback)$/,
    /^[a-z][a-z_]{0,39}$/,
  ],
];
/** Ids that are not Stripe's: whoever chose them may have taken an address. Links, too, are for their owner only. */
const NEVER = /^(tenant_id|client_reference_id)$|(^|_)(url|pdf)$/;

/** Field by field; a row that is not there at all differs as a whole. */
export function differencesOf(ref: ObjectRef, here: RowImage, there: RowImage): Difference[] {
  if (there === null) return [];
  if (here === null) return [{ ref, field: '', here: 'no row', there: 'an object' }];
  const fields = [...new Set([...Object.keys(here), ...Object.keys(there)])].toSorted();
  return fields
    .filter((field) => !isDeepStrictEqual(here[field] ?? null, there[field] ?? null))
    .map((field) => ({ ref, field, here: here[field] ?? null, there: there[field] ?? null }));
}

/** One line for a terminal or a log, without anything personal. */
export function differenceText({ ref, field, here, there }: Difference): string {
  const name = [ref.account, ref.type, ref.id, field].filter((part) => part !== '').join(' ');
  if (field === '') return `${name}: here ${String(here)}, there ${String(there)}`;
  if (!mayBeShown(field, here) || !mayBeShown(field, there)) return `${name}: differs (not shown)`;
  return `${name}: here ${JSON.stringify(here)}, there ${JSON.stringify(there)}`;
}

function mayBeShown(field: string, value: unknown): boolean {
  if (NEVER.test(field)) return false;
  if (typeof value === 'string') return SHOWN.some(([column, values]) => column.test(field) && values.test(value));
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}
