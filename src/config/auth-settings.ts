import { isIP } from 'node:net';
import { z } from 'zod';
import { integer, isInClear, list } from './values.js';

/** Verified with the key that the identity provider publishes. */
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
/** Verified with a secret that both sides know. */
const SYMMETRIC = ['HS256', 'HS384', 'HS512'] as const;

/** There is no `none` among them, so it cannot be asked for. */
const ALGORITHMS = [...ASYMMETRIC, ...SYMMETRIC] as const;

const isSymmetric = (algorithm: string): boolean => SYMMETRIC.some((known) => known === algorithm);

const items = list.pipe(z.array(z.string().min(1, 'an empty item')).max(50));

/** As browsers send it: scheme, host and port, no path. A wildcard is no origin. */
const origins = items.pipe(
  z.array(
    z
      .string()
      .refine(
        (origin) => /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin,
        'origins such as https://app.example.com, without a path',
      ),
  ),
);

/** Express' names for what is near, or an address, or a network. */
function isProxy(name: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(name)) return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(name) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128);
}

/** How many proxies stand in front, or their addresses. Not `true`: then everybody chooses an address. */
const proxies = z.union(
  [
    z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number),
    items.pipe(z.array(z.string().refine(isProxy))),
  ],
  { error: 'must be how many proxies stand in front (0 to 99), or their addresses or networks, comma-separated' },
);

const claim = z.string().max(200);

const perMinute = integer(1, 60_000);

/** Bytes, as RFC 7518 wants for HS256: a shorter secret can be guessed from one token. */
const SHORTEST_SECRET = 32;

export const authSettings = {
  JWT_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an https:// URL' }).optional(),
  JWT_SECRET: z
    .string()
    .refine(
      (secret) => Buffer.byteLength(secret) >= SHORTEST_SECRET,
      `must have at least ${SHORTEST_SECRET} bytes, e.g. of \`openssl rand -hex 32\``,
    )
    .optional(),
  JWT_ISSUER: z.string().max(500).optional(),
  JWT_AUDIENCE: z.string().max(500).optional(),
  JWT_ALGORITHMS: items
    .pipe(z.array(z.enum(ALGORITHMS, { error: `algorithms of ${ALGORITHMS.join(', ')}` })).min(1))
    .optional(),
  JWT_USER_CLAIM: claim.default('sub'),
  JWT_TENANT_CLAIM: claim.default('tenant_id'),
  JWT_SCOPES_CLAIM: claim.default('scope'),
  RATE_LIMIT_PER_MINUTE: perMinute.default(600),
  STRIPE_RATE_LIMIT_PER_MINUTE: perMinute.default(30),
  CORS_ORIGINS: origins.default([]),
  ALLOWED_REDIRECT_ORIGINS: origins.default([]),
  TRUST_PROXY: proxies.default(0),
};

interface AuthSettings {
  readonly NODE_ENV: string;
  readonly JWT_JWKS_URL?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
  readonly JWT_ISSUER?: string | undefined;
  readonly JWT_AUDIENCE?: string | undefined;
  readonly JWT_ALGORITHMS?: readonly string[] | undefined;
  readonly ALLOWED_REDIRECT_ORIGINS: readonly string[];
}

/** What goes together. Issuer and audience are no option: a token that is meant for somebody else is not for us. */
export function authProblems(env: AuthSettings): string[] {
  const problems: string[] = [];
  const { JWT_JWKS_URL: url, JWT_SECRET: secret, JWT_ALGORITHMS: algorithms } = env;
  if (url !== undefined && secret !== undefined) {
    problems.push('JWT_SECRET: there is JWT_JWKS_URL already; set one of the two');
  }
  if (url !== undefined || secret !== undefined) {
    if (!env.JWT_ISSUER) problems.push('JWT_ISSUER: required with JWT_JWKS_URL or JWT_SECRET');
    if (!env.JWT_AUDIENCE) problems.push('JWT_AUDIENCE: required with JWT_JWKS_URL or JWT_SECRET');
  } else if (env.JWT_ISSUER !== undefined || env.JWT_AUDIENCE !== undefined || algorithms !== undefined) {
    problems.push('JWT_JWKS_URL: nothing to check tokens with; set it or JWT_SECRET');
  }
  if (url !== undefined && algorithms?.some(isSymmetric)) {
    problems.push('JWT_ALGORITHMS: HS256 and its like need JWT_SECRET, not published keys');
  }
  if (secret !== undefined && algorithms?.some((algorithm) => !isSymmetric(algorithm))) {
    problems.push('JWT_ALGORITHMS: a secret checks HS256, HS384 and HS512 only');
  }
  if (env.NODE_ENV === 'production' && url && isInClear(url)) {
    problems.push('JWT_JWKS_URL: anybody on the way could put in keys, use https');
  }
  if (env.NODE_ENV === 'production' && env.ALLOWED_REDIRECT_ORIGINS.some((origin) => !origin.startsWith('https:'))) {
    problems.push('ALLOWED_REDIRECT_ORIGINS: browsers come back to https only');
  }
  return problems;
}
