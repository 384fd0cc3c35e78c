import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'express';

type Sent = Pick<Request, 'headers' | 'secure'>;

/** Browsers take a name with this prefix over https only, for this very host and all its paths: no subdomain can set it. */
const NAME = 'countinghouse_console';
const nameFor = ({ secure }: Pick<Sent, 'secure'>): string => (secure ? `__Host-${NAME}` : NAME);

/** 256 bits in base64url. */
const FORM = /^[\w-]{43}$/;

export const newSessionSecret = (): string => randomBytes(32).toString('base64url');
/** A name for the audit log, from which nobody learns the secret. */
export const newSessionId = (): string => `ses_${randomBytes(9).toString('hex')}`;
export const sessionHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Undefined when there is none, or more than one: of two, one was put there by somebody else. */
export function sessionSecretIn(request: Sent): string | undefined {
  const name = `${nameFor(request)}=`;
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
    .map((pair) => pair.slice(name.length));
  const [value] = values;
  return values.length === 1 && value !== undefined && FORM.test(value) ? value : undefined;
}

/** Until the browser is closed: how long it counts, the session's row says. @param secret null: takes it back */
export const sessionCookie = (request: Pick<Sent, 'secure'>, secret: string | null): string =>
  [
    `${nameFor(request)}=${secret ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(request.secure ? ['Secure'] : []),
    ...(secret === null ? ['Max-Age=0'] : []),
  ].join('; ');
