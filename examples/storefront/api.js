/** What the backend said when it refused: go by `code` (docs/errors.md). */
export class Problem extends Error {
  /**
   * @param {{ title: string, code: string, requestId?: string }} told
   * @param {number} status
   */
  constructor({ title, code, requestId }, status) {
    super(title);
    this.code = code;
    this.status = status;
    this.requestId = requestId ?? null;
  }
}

/**
 * Who is signed in: a token of the identity provider, the tenant in it, and where the backend is. The token is kept in
 * memory only; what outlives the page is which demo visitor this is.
 *
 * @typedef {{ token: string, tenant: string, api: string, expiresAt: number }} Session
 * @type {Promise<Session> | null}
 */
let session = null;

const VISITOR = 'visitor';

/**
 * Your identity provider's part. The demo's signs in whoever asks.
 *
 * @returns {Promise<Session>}
 */
async function signIn() {
  const tenant = localStorage.getItem(VISITOR);
  const answer = await fetch('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(tenant === null ? {} : { tenant }),
  });
  if (!answer.ok) throw new Problem({ title: 'You could not be signed in.', code: 'sign_in_failed' }, answer.status);
  const signedIn = await answer.json();
  localStorage.setItem(VISITOR, signedIn.tenant);
  return signedIn;
}

/** Milliseconds before its end at which a token is renewed. */
const MARGIN = 30_000;

export async function currentSession() {
  const known = await session;
  if (known && known.expiresAt - MARGIN > Date.now()) return known;
  session = signIn();
  session.catch(() => (session = null)); // the next call tries again
  return session;
}

/** The next page is somebody else's, who has bought nothing yet. */
export function forgetVisitor() {
  localStorage.removeItem(VISITOR);
}

/** What may pass by itself. */
const PASSING = new Set([429, 502, 503, 504]);
const ATTEMPTS = 3;

/** @param {number} milliseconds */
const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @param {string} path
 * @param {{ readonly method?: string, readonly body?: string, readonly headers?: Readonly<Record<string, string>> }} init
 * @returns {Promise<any>}
 */
async function ask(path, init) {
  const { api, token } = await currentSession();
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(`${api}${path}`, { ...init, headers });
      if (answer.ok) return await answer.json();
      const told = await answer.json().catch(() => ({ title: 'The shop does not answer.', code: 'unrecognized' }));
      throw new Problem(told, answer.status);
    } catch (error) {
      // No connection is a TypeError.
      const passes = error instanceof Problem ? PASSING.has(error.status) : error instanceof TypeError;
      if (!passes || attempt === ATTEMPTS) throw error;
      await delay(300 * attempt);
    }
  }
}

/** @param {string} path */
export const get = (path) => ask(path, {});

/**
 * One key for all attempts: what was done already is then answered, and not done again.
 *
 * @param {string} path
 * @param {object} body
 */
export const post = (path, body) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
  });
