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

/** Columns that tell of a person, or may: their values are compared, and not shown. */
const PERSONAL = /name|email|phone|address|description|metadata|line|statement|shipping|evidence|tax_id|value/;
const LONGEST = 80;

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
  if (PERSONAL.test(field)) return `${name}: differs (not shown)`;
  return `${name}: here ${shown(here)}, there ${shown(there)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
