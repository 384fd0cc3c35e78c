import type { Request } from 'express';

type Sent = Pick<Request, 'method' | 'headers' | 'host'>;

/** A page of another origin may set it only after a preflight, and CORS never allows it. */
const MARK = 'x-countinghouse-console';

/** What it says: that somebody sits at the page, or that the page asks by itself, as one does that is left open. */
const ATTENDED = '1';
const UNATTENDED = 'unattended';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether somebody sits at the page that sent it: only then it is a use of the session, which ends without one. */
export const isAttended = ({ headers }: Pick<Sent, 'headers'>): boolean => headers[MARK] === ATTENDED;

/**
 * Whether a page of our own sent it, so that the cookie of a session counts: it bears the mark, and the browser says that
 * it comes of this origin. Browsers say so in `Sec-Fetch-Site` (https and this machine), else in `Origin`, which is there
 * with everything that changes something.
 */
export function isOfOwnPage({ method, headers, host }: Sent): boolean {
  const mark = headers[MARK];
  if (mark !== ATTENDED && mark !== UNATTENDED) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  if (origin === undefined) return READING.has(method);
  return URL.canParse(origin) && new URL(origin).host === host;
}
