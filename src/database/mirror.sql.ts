import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { storable } from './storable.js';

const quoted = (name: string): string => `"${name}"`;

/** Parameters of one statement; the protocol ends at 65,535. */
const MOST_PARAMETERS = 30_000;

/** Rows of parameters, as many at a time as one statement takes. */
export function portionsOf(rows: readonly unknown[][]): unknown[][][] {
  const size = Math.max(1, Math.floor(MOST_PARAMETERS / (rows[0]?.length ?? 1)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

/** `($1, $2), ($3, $4)`: plain values are twice as fast as arrays that PostgreSQL unnests. */
function tuples(width: number, rows: number): string {
  const tuple = (row: number) => `(${Array.from({ length: width }, (_, i) => `$${row * width + i + 1}`).join(', ')})`;
  return Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
}

const columnList = (entity: EntityMetadata): string =>
  entity.columns.map(({ databaseName }) => quoted(databaseName)).join(', ');

/**
 * Writes rows, over older ones only when `ifNewer`. Answers with the keys of those written.
 *
 * @param customer a column: with `ifNewer`, a row that names another customer there is locked and not written.
 */
export function upsertSql(
  entity: EntityMetadata,
  condition: 'ifNewer' | 'always',
  rows: number,
  customer: string | undefined,
): string {
  const updates = entity.nonVirtualColumns
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ databaseName }) => `${quoted(databaseName)} = EXCLUDED.${quoted(databaseName)}`);
  return (
    `INSERT INTO ${quoted(entity.tableName)} AS stored (${columnList(entity)}) ` +
    `VALUES ${tuples(entity.columns.length, rows)} ON CONFLICT ("account", "id") DO UPDATE SET ${updates.join(', ')}` +
    (condition === 'ifNewer' ? ` WHERE ${isNewer(customer)}` : '') +
    ' RETURNING account, id'
  );
}

/** As one may be unknown, `coalesce` answers where `=` does not: a row without a customer has none to lose. */
const isNewer = (customer: string | undefined): string =>
  'stored.stripe_event_at < EXCLUDED.stripe_event_at' +
  (customer
    ? ` AND coalesce(stored.${quoted(customer)} = EXCLUDED.${quoted(customer)}, stored.${quoted(customer)} IS NULL)`
    : '');

/**
 * Locks rows by two arrays, accounts and ids, in the order in which upserts lock them, and tells their marks.
 *
 * @param customer a column, which is told too.
 */
export const lockSql = ({ tableName }: EntityMetadata, customer: string | undefined): string =>
  `SELECT account, id, stripe_event_at AS "at", stripe_event_id AS "eventId",
          ${customer ? quoted(customer) : 'NULL'} AS customer
     FROM ${quoted(tableName)}
    WHERE (account, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    ORDER BY account COLLATE "C", id COLLATE "C" FOR UPDATE`;

/** Removes the rows that parents own, by two arrays: accounts and the parents' ids. */
export const deleteOwnedSql = ({ tableName }: EntityMetadata): string =>
  `DELETE FROM ${quoted(tableName)} WHERE (account, parent_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

export const insertOwnedSql = (entity: EntityMetadata, rows: number): string =>
  `INSERT INTO ${quoted(entity.tableName)} (${columnList(entity)}) VALUES ${tuples(entity.columns.length, rows)} ` +
  'ON CONFLICT DO NOTHING';

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
