import { errorCode } from './error-code.js';

/** SQLSTATE classes and codes, and the system's own, of a connection that cannot be had, or is gone. */
const CODES = /^(08|57P0[123]|53300$|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN)/;
/** `pg` and its pool have no code for these. */
const WORDS =
  /connection terminated|connection ended|timeout exceeded when trying to connect|client was closed|not queryable|driver not connected/i;

/** Whether the database is what failed, not what it was asked. */
export function isLostConnection(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined && CODES.test(code)) return true;
  return error instanceof Error && WORDS.test(error.message);
}
