import { SignJWT } from 'jose';
import { ApiKeyRepository, type KeyRequest } from '../../src/auth/api-key.repository.js';
import type { Scope } from '../../src/auth/caller.js';
import type { Backend } from './backend.js';
import { IDENTITY } from './identity.js';

export interface TokenFields {
  readonly tenant?: string;
  readonly user?: string;
  /** Without it the token does not speak of scopes, and its user has `billing`. */
  readonly scopes?: readonly Scope[];
  /** Five minutes unless said. */
  readonly lasts?: string;
}

/** A user's token, as the identity provider of the tests signs it. */
export function signJwt({ tenant, user = 'user_1', scopes, lasts = '5m' }: TokenFields): Promise<string> {
  return new SignJWT({
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
    ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuer(IDENTITY.JWT_ISSUER)
    .setAudience(IDENTITY.JWT_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(lasts)
    .sign(new TextEncoder().encode(IDENTITY.JWT_SECRET));
}

/** A new API key of the backend's, bound to no tenant unless told. */
export async function createKey(
  backend: Backend,
  scopes: readonly Scope[],
  more: Partial<Omit<KeyRequest, 'scopes'>> = {},
): Promise<string> {
  const request = { name: 'test', account: '', tenantId: null, expiresAt: null, ...more, scopes };
  return (await backend.app.get(ApiKeyRepository).issue(request)).key;
}

export interface CallOptions {
  /** A token or a key. */
  readonly as?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, when it is JSON; null when there is none; the text of anything else. */
  readonly body: Body;
}

export async function call<Body = Record<string, unknown>>(
  { url }: Pick<Backend, 'url'>,
  method: string,
  path: string,
  { as, body, headers = {} }: CallOptions = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const parsed: unknown = text === '' ? null : isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed as Body };
}
