import { CountinghouseError } from './errors.js';

const LONGEST = 300;

const isHash = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What PostgreSQL said: within TypeORM's error, or as `pg` hands it on. */
function saidBySql(error: Error): Record<string, unknown> | null {
  if (!isHash(error)) return null;
  const said = error['driverError'] ?? error;
  return isHash(said) && (said !== error || typeof error['severity'] === 'string') ? said : null;
}

/**
 * One line for the log and for `last_error`, without what a payload or a person's data may have put into a message:
 * PostgreSQL and JSON.parse quote the value that they refuse.
 */
export function describeError(error: unknown): string {
  if (error instanceof CountinghouseError) return [error.message, error.detail].filter(Boolean).join(' — ');
  if (!(error instanceof Error)) return 'a value that is no Error was thrown';
  const sql = saidBySql(error);
  if (sql) {
    const { code, constraint, table, column } = sql;
    return ['PostgreSQL', code, table, column, constraint].filter((part) => typeof part === 'string').join(' ');
  }
  if (error instanceof SyntaxError) return 'SyntaxError: not valid JSON';
  const masked = error.message
    .replaceAll(/\S+@\S+/g, '[email]')
    .replaceAll(/(sk|rk|whsec|chk)_\S+|\d{8,}/g, '[masked]');
  return `${error.name}: ${masked}`.replaceAll('\0', '').toWellFormed().slice(0, LONGEST);
}

/** Where an error was thrown, a line for each call: a stack begins with the message, and that may be several lines. */
const framesOf = ({ message, stack = '' }: Error): string[] =>
  stack
    .slice(stack.includes(message) ? stack.indexOf(message) + message.length : 0)
    .split('\n')
    .filter((line) => /^ {4}at \S/.test(line));

/** What {@link describeError} says, and where it was thrown. Nothing else of the error: TypeORM's has all parameters. */
export const describeThrown = (error: unknown): { message: string; stack: string } => ({
  message: describeError(error),
  stack: error instanceof Error ? framesOf(error).join('\n') : '',
});
