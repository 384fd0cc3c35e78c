import { stringify } from 'csv-stringify/sync';

/** A spreadsheet takes text that begins like this for a formula, and runs it. */
const FORMULA = /^(?:[\t\r]|[\p{Cc}\p{Z}]*[=+\-@＝＋－＠])/u;

export type Cell = string | number | null;

/** RFC 4180, with a heading. Text that could be a formula gets an apostrophe before it; numbers are left as they are. */
export function csvOf(columns: readonly string[], rows: readonly Readonly<Record<string, Cell>>[]): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(row[column] ?? null)));
  return stringify([columns.map(cellOf), ...cells], { record_delimiter: '\r\n' });
}

const cellOf = (value: Cell): Cell => (typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value);
