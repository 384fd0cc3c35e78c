import { ConfigurationError } from './configuration.error.js';
import { loadEnv } from './env.js';

const problemsOf = (source: Record<string, string>): string => {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
};

const provider = { JWT_JWKS_URL: 'https://p.example/jwks', JWT_ISSUER: 'https://p.example/', JWT_AUDIENCE: 'us' };
const secret = { JWT_SECRET: 'x'.repeat(32), JWT_ISSUER: 'us', JWT_AUDIENCE: 'us' };

it('has defaults, and no identity provider', () => {
  expect(loadEnv({})).toMatchObject({
    JWT_USER_CLAIM: 'sub',
    JWT_TENANT_CLAIM: 'tenant_id',
    JWT_SCOPES_CLAIM: 'scope',
    RATE_LIMIT_PER_MINUTE: 600,
    STRIPE_RATE_LIMIT_PER_MINUTE: 30,
    CORS_ORIGINS: [],
    TRUST_PROXY: 0,
  });
});

it.each<[Record<string, string>]>([
  [provider],
  [secret],
  [{ ...provider, JWT_ALGORITHMS: 'RS256, EdDSA' }],
  [{ ...secret, JWT_ALGORITHMS: 'HS512' }],
  [{ ...secret, JWT_SECRET: 'é'.repeat(16) }],
  [{ CORS_ORIGINS: 'https://a.example,http://localhost:5173' }],
  [{ TRUST_PROXY: '2' }],
  [{ TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::/32' }],
  [{ RATE_LIMIT_PER_MINUTE: '60000' }],
])('takes %j', (source) => {
  expect(problemsOf(source)).toBe('');
});

it.each<[Record<string, string>, RegExp]>([
  [{ ...provider, ...secret }, /JWT_SECRET: there is JWT_JWKS_URL already/],
  [{ ...provider, JWT_ISSUER: '' }, /JWT_ISSUER: required/],
  [{ ...secret, JWT_AUDIENCE: '' }, /JWT_AUDIENCE: required/],
  [{ JWT_ISSUER: 'us' }, /nothing to check tokens with/],
  [{ ...secret, JWT_SECRET: 'x'.repeat(31) }, /JWT_SECRET: must have at least 32 bytes/],
  [{ ...provider, JWT_ALGORITHMS: 'none' }, /JWT_ALGORITHMS/],
  [{ ...provider, JWT_ALGORITHMS: 'RS256,HS256' }, /HS256 and its like need JWT_SECRET/],
  [{ ...secret, JWT_ALGORITHMS: 'RS256' }, /a secret checks HS256/],
  [{ ...provider, JWT_ALGORITHMS: 'RS256,' }, /JWT_ALGORITHMS/],
  [{ ...provider, JWT_JWKS_URL: 'file:///etc/keys' }, /JWT_JWKS_URL/],
  [{ ...provider, NODE_ENV: 'production', JWT_JWKS_URL: 'http://p.example/jwks' }, /use https/],
  [{ CORS_ORIGINS: '*' }, /CORS_ORIGINS/],
  [{ CORS_ORIGINS: 'https://a.example/' }, /without a path/],
  [{ CORS_ORIGINS: 'https://A.example' }, /CORS_ORIGINS/],
  [{ CORS_ORIGINS: 'null' }, /CORS_ORIGINS/],
  [{ TRUST_PROXY: 'true' }, /TRUST_PROXY/],
  [{ TRUST_PROXY: '10.0.0.0/33' }, /TRUST_PROXY/],
  [{ TRUST_PROXY: '10.0.0' }, /TRUST_PROXY/],
  [{ RATE_LIMIT_PER_MINUTE: '0' }, /RATE_LIMIT_PER_MINUTE/],
  [{ RATE_LIMIT_PER_MINUTE: '60001' }, /RATE_LIMIT_PER_MINUTE/],
  [{ STRIPE_RATE_LIMIT_PER_MINUTE: '0' }, /STRIPE_RATE_LIMIT_PER_MINUTE/],
])('refuses %j', (source, problem) => {
  const message = problemsOf(source);
  expect(message).toMatch(problem);
  expect(message).not.toContain('xxx');
});
