import { ConfigurationError } from '../config/configuration.error.js';
import { errorCode } from './error-code.js';

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its host is not known'],
  [/^(28P01|28000)$/, 'it refuses the user or the password'],
  [/^3D000$/, 'there is no database of that name'],
  [/^(E[A-Z]+|08...|57P03|53300)$/, 'it does not answer'],
];

/** Why PostgreSQL cannot be reached, or lets us not in, with the error's code; null of every other error. */
export function whyUnreachable(error: unknown): string | null {
  const timedOut = error instanceof Error && /connection (timeout|terminated)/i.test(error.message);
  const code = errorCode(error) ?? (timedOut ? 'ETIMEDOUT' : '');
  const reason = REASONS.find(([codes]) => codes.test(code))?.[1];
  return reason === undefined ? null : `${reason} (${code})`;
}

/** The same as an error that says what to look at; every other error as it is. */
export function asOperatorsToMend(error: unknown): unknown {
  const reason = whyUnreachable(error);
  if (reason === null) return error;
  return new ConfigurationError(`The database cannot be used: ${reason}. Check DATABASE_URL.`, { cause: error });
}
