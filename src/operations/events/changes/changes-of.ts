import { isDeepStrictEqual } from 'node:util';
import type { SketchedFields, SketchedRow } from '../../../database/sketch.js';
import { masked } from '../payload/masked.js';

/** Changes of one event that are shown. */
export const MOST_CHANGES = 500;

/** One field in which two states of a row differ; null where there is no row, or no value. */
export interface Change {
  readonly table: string;
  readonly id: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Says of a row that its object is deleted; all its other fields are then empty. */
const DELETED = 'deleted';

/** From one state of a row to another, field by field, and of the rows that it owns. @param before null: there was none. */
export function changesOf(before: SketchedRow | null, after: SketchedRow): Change[] {
  const { table, object, volatile } = after;
  const own = between(before && fieldsOf(before), fieldsOf(after), new Set(volatile));
  return [...own.map((change) => ({ table, id: object.id, ...change })), ...ownedChanges(before, after)];
}

/** Without what is personal or secret: that it differs is seen all the same. */
export const shownChanges = (changes: readonly Change[]): Change[] =>
  changes.slice(0, MOST_CHANGES).map(({ before, after, ...change }) => ({
    ...change,
    before: masked(before, change.field),
    after: masked(after, change.field),
  }));

const fieldsOf = ({ fields }: SketchedRow): SketchedFields => fields ?? { [DELETED]: true };

const keyOf = ({ table, id }: { readonly table: string; readonly id: string }): string => `${table} ${id}`;

function ownedChanges(before: SketchedRow | null, after: SketchedRow): Change[] {
  const former = new Map((before?.owned ?? []).map((row) => [keyOf(row), row]));
  const present = new Map(after.owned.map((row) => [keyOf(row), row]));
  return [...new Set([...former.keys(), ...present.keys()])].flatMap((key) => {
    const row = present.get(key) ?? former.get(key);
    if (!row) return [];
    const changes = between(former.get(key)?.fields ?? null, present.get(key)?.fields ?? {}, new Set());
    return changes.map((change) => ({ table: row.table, id: row.id, ...change }));
  });
}

/** @param volatile of these only whether there is a value. */
function between(
  before: SketchedFields | null,
  after: SketchedFields,
  volatile: ReadonlySet<string>,
): Pick<Change, 'field' | 'before' | 'after'>[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].toSorted();
  return fields
    .map((field) => ({ field, before: before?.[field] ?? null, after: after[field] ?? null }))
    .filter((change) =>
      volatile.has(change.field)
        ? (change.before === null) !== (change.after === null)
        : !isDeepStrictEqual(change.before, change.after),
    );
}
