import type { EntityMetadata } from 'typeorm';
import type { DerivedKey } from './event-context.js';
import { storable } from './storable.js';

/** Columns of a row, by their names in the table: times as ISO 8601, without identity and marks. */
export type SketchedFields = Readonly<Record<string, unknown>>;

/** What one event says of a row. */
export interface SketchedRow {
  readonly table: string;
  readonly object: DerivedKey;
  /** Null: that its object is deleted. */
  readonly fields: SketchedFields | null;
  /** Columns with links that Stripe makes anew each time. */
  readonly volatile: readonly string[];
  /** Rows that it owns, of whatever table. */
  readonly owned: readonly { readonly table: string; readonly id: string; readonly fields: SketchedFields }[];
}

/** Takes down what handlers would write, for whoever only wants to know: nothing is written, and no row is looked at. */
export class Sketch {
  readonly rows: SketchedRow[] = [];
}

const MARKS: ReadonlySet<string> = new Set([
  'account',
  'id',
  'parent_id',
  'stripe_event_at',
  'stripe_event_id',
  'deleted_at',
]);

/** A row's values as they would be stored. Columns that it does not name are null. */
export function sketchedFields(entity: EntityMetadata, row: object): SketchedFields {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(
    entity.columns
      .filter(({ databaseName }) => !MARKS.has(databaseName))
      .map(({ databaseName, propertyName }) => {
        const value = values.get(propertyName) ?? null;
        return [databaseName, value instanceof Date ? value.toISOString() : storable(value)];
      }),
  );
}
