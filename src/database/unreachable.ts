import { ConfigurationError } from '../config/configuration.error.js';
import { errorCode } from './error-code.js';

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its host is not known'],
  [/^28P01$/, 'it refuses the user or the password'],
  [/^28000$/, 'it lets this user not in from here, or not without TLS (sslmode=verify-full)'],
  [/^3D000$/, 'there is no database of that name'],
  [/^(E[A-Z]+|08...|57P03|53300)$/, 'it does not answer'],
  // Names of OpenSSL and Node for what is wrong with a certificate; how to name an authority: docs/deployment.md.
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'its certificate is of another host'],
  [/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/, 'its certificate is not valid today'],
  [/CERT|ISSUER|SIGNATURE|INVALID_CA/, 'nobody we trust has signed its certificate; NODE_EXTRA_CA_CERTS adds your own'],
  [/^ERR_SSL_/, 'it cannot agree with us on how to encrypt'],
];

/** Of `sslrootcert` and its like: the same code from a socket means that nobody listens. */
const isUnreadFile = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'open';

/** What the driver says in words only. */
function wordless(error: unknown): [code: string, reason?: string] {
  const message = error instanceof Error ? error.message : '';
  if (/does not support SSL/i.test(message)) return ['sslmode', 'it has no TLS, which sslmode asks for'];
  return [/connection (timeout|terminated)/i.test(message) ? 'ETIMEDOUT' : ''];
}

/** Why PostgreSQL cannot be reached, or lets us not in, with the error's code; null of every other error. */
export function whyUnreachable(error: unknown): string | null {
  const known = errorCode(error);
  const [code, said] = known === undefined ? wordless(error) : [known];
  const reason = isUnreadFile(error)
    ? 'a certificate file that it names cannot be read'
    : (said ?? REASONS.find(([codes]) => codes.test(code))?.[1]);
  return reason === undefined ? null : `${reason} (${code})`;
}

/** The same as an error that says what to look at; every other error as it is. */
export function asOperatorsToMend(error: unknown): unknown {
  const reason = whyUnreachable(error);
  if (reason === null) return error;
  return new ConfigurationError(`The database cannot be used: ${reason}. Check DATABASE_URL.`, { cause: error });
}
