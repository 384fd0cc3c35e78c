import type { EntityMetadata } from 'typeorm';
import { ShapeError } from '../common/errors.js';
import { prepared } from './prepared.js';

interface Columns {
  readonly columns: readonly { readonly databaseName: string; readonly propertyName: string }[];
}

const quoted = (name: string): string => `"${name}"`;

/**
 * Inserts rows that come as one JSON array of objects by the names of columns ({@link valuesOf}), null where one has none.
 * However many they are, it is the same statement, which each connection keeps; of tuples of parameters, which are others
 * for each number of rows, parsing and planning cost more than writing.
 */
function insertSql({ columns, tableName }: EntityMetadata, alias: string): string {
  const names = columns.map(({ databaseName }) => quoted(databaseName)).join(', ');
  const table = quoted(tableName);
  return `INSERT INTO ${table}${alias} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1::json)`;
}

/**
 * Writes rows in their order, over older ones only when `ifNewer`. Answers with the keys of those written.
 *
 * @param customer a column: with `ifNewer`, a row that names another customer there is locked and not written.
 */
export function upsertSql(
  entity: EntityMetadata,
  condition: 'ifNewer' | 'always',
  customer: string | undefined,
): string {
  const updates = entity.nonVirtualColumns
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ databaseName }) => `${quoted(databaseName)} = EXCLUDED.${quoted(databaseName)}`);
  return prepared(
    `${insertSql(entity, ' AS stored')} ON CONFLICT ("account", "id") DO UPDATE SET ${updates.join(', ')}` +
      (condition === 'ifNewer' ? ` WHERE ${isNewer(customer)}` : '') +
      ' RETURNING account, id',
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

export const insertOwnedSql = (entity: EntityMetadata): string =>
  prepared(`${insertSql(entity, '')} ON CONFLICT DO NOTHING`);

/**
 * A row's values by the names of their columns. Columns that the row does not name are null.
 *
 * @throws {ShapeError} for what JSON would make null, and the row lie.
 */
export const valuesOf = ({ columns }: Columns, row: object): Record<string, unknown> =>
  Object.fromEntries(
    columns.map(({ databaseName, propertyName }) => {
      const value: unknown = Reflect.get(row, propertyName);
      if (typeof value === 'bigint') return [databaseName, String(value)];
      if (typeof value === 'number' && !Number.isFinite(value)) throw new ShapeError(databaseName, 'a number');
      if (value instanceof Date && Number.isNaN(value.getTime())) throw new ShapeError(databaseName, 'a time');
      return [databaseName, value];
    }),
  );
