import { CountinghouseError } from './errors.js';

const LONGEST = 300;

const isHash = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * One line for the log and for `last_error`, without what a payload or a person's data may have put into a message:
 * PostgreSQL and JSON.parse quote the value that they refuse.
 */
export function describeError(error: unknown): string {
  if (error instanceof CountinghouseError) return [error.message, error.detail].filter(Boolean).join(' — ');
  if (!(error instanceof Error)) return 'a value that is no Error was thrown';
  const sql = isHash(error) && isHash(error['driverError']) ? error['driverError'] : null;
  if (sql) {
    const { code, constraint, table, column } = sql;
    return ['PostgreSQL', code, table, column, constraint].filter((part) => typeof part === 'string').join(' ');
  }
  if (error instanceof SyntaxError) return 'SyntaxError: not valid JSON';
  const masked = error.message.replaceAll(/\S+@\S+/g, '[email]').replaceAll(/(sk|rk|whsec)_\S+|\d{8,}/g, '[masked]');
  return `${error.name}: ${masked}`.replaceAll('\0', '').toWellFormed().slice(0, LONGEST);
}
