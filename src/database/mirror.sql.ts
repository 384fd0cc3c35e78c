import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/** Writes a row when none is there, or over an older one only. Answers with a row when it wrote. */
export interface UpsertSql {
  readonly ifNewer: string;
  readonly always: string;
}

const cache = new WeakMap<EntityMetadata, UpsertSql>();

const quoted = (name: string): string => `"${name}"`;

export function upsertSql(entity: EntityMetadata): UpsertSql {
  const known = cache.get(entity);
  if (known) return known;
  const names = entity.columns.map(({ databaseName }) => quoted(databaseName));
  const updates = entity.nonVirtualColumns
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ databaseName }) => `${quoted(databaseName)} = EXCLUDED.${quoted(databaseName)}`);
  const always =
    `INSERT INTO ${quoted(entity.tableName)} AS stored (${names.join(', ')}) ` +
    `VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')}) ` +
    `ON CONFLICT ("account", "id") DO UPDATE SET ${updates.join(', ')}`;
  const sql = {
    ifNewer: `${always} WHERE stored.stripe_event_at < EXCLUDED.stripe_event_at RETURNING 1`,
    always: `${always} RETURNING 1`,
  };
  cache.set(entity, sql);
  return sql;
}

/** One INSERT of all rows that a parent owns. */
export function insertSql(entity: EntityMetadata, rows: number): string {
  const width = entity.columns.length;
  const tuple = (row: number) => `(${entity.columns.map((_, i) => `$${row * width + i + 1}`).join(', ')})`;
  return (
    `INSERT INTO ${quoted(entity.tableName)} (${entity.columns.map((c) => quoted(c.databaseName)).join(', ')}) ` +
    `VALUES ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')} ON CONFLICT DO NOTHING`
  );
}

/** A row's values in the order of the entity's columns, fit for PostgreSQL. Columns the row does not name are null. */
export function parametersOf(entity: EntityMetadata, row: object): unknown[] {
  const fields = new Map<string, unknown>(Object.entries(row));
  return entity.columns.map((column) => parameter(column, fields.get(column.propertyName) ?? null));
}

function parameter(column: ColumnMetadata, value: unknown): unknown {
  if (value === null) return null;
  if (column.type === 'jsonb') return JSON.stringify(storable(value));
  return value instanceof Date ? value : storable(value);
}

/** U+0000 and lone surrogates are legal in JSON and refused by PostgreSQL; both become U+FFFD. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
}
