import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { freePort } from '../support/free-port.js';
import { IDENTITY } from '../support/identity.js';
import { ProbeModule } from '../support/probe.controller.js';

const LIMIT = 4;

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ env: { STRIPE_RATE_LIMIT_PER_MINUTE: String(LIMIT) } });
});
afterAll(() => backend.close());

let users = 0;
const newUser = () => signJwt({ tenant: 'tenant_1', user: `busy_${(users += 1)}` });

/** Answers by their codes: no request gets as far as Stripe, which this backend has no key of. */
async function codes(count: number, as: string, headers: Readonly<Record<string, string>> = {}) {
  const seen: unknown[] = [];
  for (let n = 0; n < count; n += 1) {
    const [action, body] = n % 2 ? (['cancel', { when: 'now' }] as const) : (['resume', {}] as const);
    const answer = await call(backend, 'POST', `/stripe/subscription/${action}`, { as, body, headers });
    seen.push(answer.body['code']);
  }
  return seen;
}
const limited = (seen: readonly unknown[]) => seen.filter((code) => code === 'too_many_requests').length;

describe('routes that call Stripe', () => {
  it('have one limit of a caller’s together, besides that of each', async () => {
    const as = await newUser();
    const first = await call(backend, 'POST', '/stripe/subscription/resume', { as, body: {} });
    expect(['limit', 'remaining'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual(['4', '3']);
    expect([...first.headers.keys()].filter((name) => name.endsWith('-stripe'))).toEqual([]);
    const seen = await codes(6, as);
    expect(seen).toEqual([
      ...Array<string>(3).fill('no_live_subscription'),
      ...Array<string>(3).fill('too_many_requests'),
    ]);
    const refused = await call(backend, 'GET', '/stripe/customer', { as });
    expect([refused.status, refused.headers.get('ratelimit-remaining')]).toEqual([429, '0']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(backend, 'GET', '/stripe/subscription', { as })).status).toBe(404); // asks the database only
    expect(limited(await codes(1, await newUser()))).toBe(0);
  });

  it('let a key that is bound to no tenant ten times as often, and one that is bound as often as a user', async () => {
    const platform = await createKey(backend, ['billing']);
    const seen = await codes(LIMIT * 10 + 2, platform, { 'countinghouse-tenant': 'tenant_1' });
    expect(limited(seen)).toBe(2);
    const bound = await createKey(backend, ['billing'], { tenantId: 'tenant_1' });
    expect(limited(await codes(LIMIT + 2, bound))).toBe(2);
  });

  it('are all that change something, but for what is kept here only', async () => {
    interface Operation {
      readonly responses: Readonly<Record<string, { readonly description: string }>>;
    }
    interface Described {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    }
    const { body: described } = await call<Described>(backend, 'GET', '/openapi.json');
    const others = Object.entries(described.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([verb]) => verb !== 'get' && verb !== 'parameters')
        .filter(([, { responses }]) => !responses['503']?.description.includes('stripe_busy'))
        .map(([verb]) => `${verb} ${path}`),
    );
    expect(
      others.filter(
        (route) => !/ \/stripe\/compliance\/| \/operations\/| \/(stripe\/webhook|webhooks\/stripe)/.test(route),
      ),
    ).toEqual([]);
  });
});

describe('who is refused', () => {
  it('is counted', async () => {
    const strict = await startBackend({ extensions: [ProbeModule], env: { RATE_LIMIT_PER_MINUTE: '5' } });
    const statuses = async (headers: Readonly<Record<string, string>>, path: string) => {
      const as = await createKey(strict, ['billing'], { tenantId: 'tenant_1' });
      const seen: number[] = [];
      for (let n = 0; n < 8; n += 1) seen.push((await call(strict, 'GET', path, { as, headers })).status);
      return seen;
    };
    try {
      const counted = [403, 403, 403, 403, 403, 429, 429, 429];
      expect(await statuses({}, '/probe/refunds')).toEqual(counted);
      expect(await statuses({ 'countinghouse-tenant': 'another' }, '/probe/billing')).toEqual(counted);
    } finally {
      await strict.close();
    }
  });

  it('is counted, too, while nobody can tell whether a token is valid', async () => {
    const { JWT_ISSUER, JWT_AUDIENCE } = IDENTITY;
    const strict = await startBackend({
      extensions: [ProbeModule],
      env: {
        JWT_SECRET: '',
        JWT_ISSUER,
        JWT_AUDIENCE,
        JWT_JWKS_URL: `http://127.0.0.1:${await freePort()}/jwks`,
        RATE_LIMIT_PER_MINUTE: '30',
      },
    });
    try {
      const as = await signJwt({ tenant: 'tenant_1' });
      const forged = as.replace(/^[^.]+/, Buffer.from('{"alg":"RS256","kid":"made-up"}').toString('base64url'));
      const seen: number[] = [];
      for (let n = 0; n < 6; n += 1) seen.push((await call(strict, 'GET', '/probe/billing', { as: forged })).status);
      expect(seen).toEqual([503, 503, 503, 429, 429, 429]);
      expect((await call(strict, 'GET', '/probe/billing', { as: await createKey(strict, ['billing']) })).status).toBe(
        200,
      );
    } finally {
      await strict.close();
    }
  });
});
