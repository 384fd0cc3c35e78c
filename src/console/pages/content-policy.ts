import type { Response } from 'express';

const policy = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** What a page of ours may do: run and ask this origin only, and be framed by nobody. */
const STRICT = {
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'frame-ancestors': "'none'",
};

/** @param nonce of the style sheets that the page makes while it runs; without it no style but of a file counts. */
export const consolePolicy = (nonce: string): string =>
  policy({ ...STRICT, 'style-src': `'self' 'nonce-${nonce}'`, 'base-uri': "'none'", 'form-action': "'self'" });

/** Of Bull's page: its addresses go by a base element, and it sends no form. */
export const boardPolicy = policy({ ...STRICT, 'style-src': "'self'", 'base-uri': "'self'", 'form-action': "'none'" });

/** Helmet's own are looser: they are for every route. */
export function protectPage(response: Response, contentPolicy: string): void {
  response.setHeader('Content-Security-Policy', contentPolicy);
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  response.setHeader('Cache-Control', 'no-store');
}
