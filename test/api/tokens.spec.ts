import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { setAhead } from '../../faults/shifted-date.js';
import { call, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { IdentityProvider } from '../support/identity-provider.js';
import { IDENTITY } from '../support/identity.js';
import { ProbeModule } from '../support/probe.controller.js';

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const get = (backend: Backend, as: string, path = '/probe/billing') => call(backend, 'GET', path, { as });

describe('with the published keys of an identity provider', () => {
  let provider: IdentityProvider;
  let backend: Backend;

  afterEach(() => setAhead(0));
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    backend = await startBackend({ env: provider.env, extensions: [ProbeModule] });
  });
  afterAll(async () => {
    await backend.close();
    await provider.stop();
  });

  it('a good token says who calls', async () => {
    const { status, body } = await get(backend, await provider.sign());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'user',
      id: 'user_1',
      name: 'user_1',
      tenantId: 't_1',
      account: '',
      scopes: ['billing'],
    });
    expect((await get(backend, await provider.sign({ aud: ['else', provider.audience] }))).status).toBe(200);
    expect((await get(backend, await provider.sign({ exp: now() - 5 }))).status).toBe(200);
    expect((await get(backend, await provider.sign({}, { kid: null }))).status).toBe(200);
  });

  const forged: [string, () => string | Promise<string>][] = [
    [
      'of another key under the same name',
      async () => provider.sign({}, { key: (await generateKeyPair('RS256')).privateKey }),
    ],
    ['of a key that is not there', () => provider.sign({}, { kid: '../../etc/passwd' })],
    ['that has expired', () => provider.sign({ exp: now() - 11 })],
    ['that never expires', () => provider.sign({ exp: undefined })],
    ['that is not valid yet', () => provider.sign({ nbf: now() + 30 })],
    ['of another issuer', () => provider.sign({ iss: `${provider.issuer}x` })],
    ['of no issuer', () => provider.sign({ iss: undefined })],
    ['for another audience', () => provider.sign({ aud: 'else' })],
    ['for no audience', () => provider.sign({ aud: undefined })],
    ['of nobody', () => provider.sign({ sub: undefined })],
    [
      'of an algorithm that is not asked for',
      async () => provider.sign({}, { alg: 'RS512', key: await provider.keyFor('RS512') }),
    ],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = (await provider.sign()).split('.');
        const claims = {
          sub: 'user_1',
          tenant_id: 't_2',
          iss: provider.issuer,
          aud: provider.audience,
          exp: now() + 60,
        };
        return [head, base64(claims), signature].join('.');
      },
    ],
    [
      'without a signature',
      async () => [base64({ alg: 'none', kid: provider.kid }), (await provider.sign()).split('.')[1], ''].join('.'),
    ],
    [
      'with `alg: NoNe` and a signature',
      async () =>
        [base64({ alg: 'NoNe', kid: provider.kid }), ...(await provider.sign()).split('.').slice(1)].join('.'),
    ],
    [
      'of HS256 with the public key as its secret',
      async () => {
        const signed = [base64({ alg: 'HS256', kid: provider.kid }), (await provider.sign()).split('.')[1]].join('.');
        return `${signed}.${createHmac('sha256', provider.publicPem).update(signed).digest('base64url')}`;
      },
    ],
    [
      'that brings its own key along',
      async () => {
        const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
        const [, claims = ''] = (await provider.sign()).split('.');
        return new SignJWT(JSON.parse(Buffer.from(claims, 'base64url').toString()))
          .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey), jku: 'http://127.0.0.1:1/' })
          .sign(privateKey);
      },
    ],
    [
      'with an extension that nobody understands',
      async () => {
        const [, ...rest] = (await provider.sign()).split('.');
        return [base64({ alg: 'RS256', kid: provider.kid, crit: ['x'], x: 1 }), ...rest].join('.');
      },
    ],
    ['of the shared secret that others use', () => signJwt({ tenant: 't_1' })],
    ['that is none', () => 'eyJ.eyJ.'],
    ['of dots', () => '....'],
    ['of 8,000 characters', () => 'a'.repeat(8_000)],
    ['of 10,000 characters', () => 'a'.repeat(10_000)],
  ];

  it.each(forged)('a token %s is refused', async (_, token) => {
    const { status, body, headers } = await get(backend, await token());
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="countinghouse"/);
    expect(JSON.stringify(body)).not.toMatch(/jose|signature|expired|claim/i);
  });

  it('what is no bearer token is refused, and no error is named', async () => {
    const good = await provider.sign();
    const borne = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Basic ${good}`,
      good,
      `Bearer ${good} ${good}`,
      'Bearer t\u00F6ken',
    ];
    for (const authorization of borne) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await call(backend, 'GET', '/probe/billing', { headers });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="countinghouse"');
    }
  });

  it('the scheme is read in any case, and the token from nowhere else', async () => {
    const good = await provider.sign();
    expect(
      (await call(backend, 'GET', '/probe/billing', { headers: { authorization: `bEaReR ${good}` } })).status,
    ).toBe(200);
    expect((await call(backend, 'GET', `/probe/billing?access_token=${good}`)).status).toBe(401);
    expect((await call(backend, 'GET', '/probe/billing', { headers: { cookie: `token=${good}` } })).status).toBe(401);
  });

  it('a new key is good as soon as it is published, and the old one not when it is withdrawn', async () => {
    const old = await provider.sign();
    const before = provider.requests;
    await provider.rotate();
    const renewed = await provider.sign();
    const began = Date.now();
    let asked = began;
    while ((await get(backend, renewed)).status !== 200) {
      expect(Date.now() - began).toBeLessThan(30_000);
      await delay(200);
      asked = Date.now();
    }
    expect((await get(backend, old)).status).toBe(401);
    for (let n = 0; n < 20; n += 1) await get(backend, await provider.sign({}, { kid: `unknown_${n}` }));
    const requests = provider.requests - before;
    expect(requests).toBeGreaterThan(0);
    expect(requests).toBeLessThanOrEqual(1 + Math.floor((Date.now() - asked) / 5_000)); // every five seconds at most
  });

  it('a token that does not name its key is tried with each', async () => {
    await provider.rotate(true);
    setAhead(5_100); // keys are asked for every five seconds at most
    expect((await get(backend, await provider.sign())).status).toBe(200);
    const { privateKey } = await generateKeyPair('RS256');
    expect((await get(backend, await provider.sign({}, { kid: null }))).status).toBe(200);
    expect((await get(backend, await provider.sign({}, { kid: null, key: privateKey }))).status).toBe(401);
    expect((await get(backend, await provider.sign({ exp: now() - 60 }, { kid: null }))).status).toBe(401);
  });
});

describe('when the identity provider does not answer', () => {
  it.each<[string, IdentityProvider['answer']]>([
    ['an error', (response) => response.writeHead(500).end('{}')],
    ['a page', (response) => response.end('<html>')],
    ['no keys', (response) => response.end('{"keys": 1}')],
    ['another address', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['a cut', (response) => response.destroy()],
    ['silence', () => undefined],
  ])('(%s) nobody can tell whether a token is valid', async (_, answer) => {
    const provider = await IdentityProvider.start();
    const backend = await startBackend({ env: provider.env, extensions: [ProbeModule] });
    try {
      const token = await provider.sign();
      provider.answer = answer;
      const began = Date.now();
      const { status, body, headers } = await get(backend, token);
      expect([status, body['code'], headers.get('retry-after')]).toEqual([503, 'identity_provider_unavailable', '5']);
      expect(Date.now() - began).toBeLessThan(20_000);
      provider.answer = null;
      expect((await get(backend, token)).status).toBe(200);
      provider.answer = answer;
      expect((await get(backend, token)).status).toBe(200);
    } finally {
      await provider.stop();
      await backend.close();
    }
  });
});

describe('with a shared secret', () => {
  it('tokens of it are good, and of no other secret or algorithm', async () => {
    const backend = await startBackend({ extensions: [ProbeModule] });
    const sign = (secret: string, alg: string) =>
      new SignJWT({ tenant_id: 't_1' })
        .setProtectedHeader({ alg })
        .setSubject('user_1')
        .setIssuer(IDENTITY.JWT_ISSUER)
        .setAudience(IDENTITY.JWT_AUDIENCE)
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(secret));
    try {
      expect((await get(backend, await sign(IDENTITY.JWT_SECRET, 'HS256'))).status).toBe(200);
      expect((await get(backend, await sign(IDENTITY.JWT_SECRET.repeat(2), 'HS512'))).status).toBe(401);
      expect((await get(backend, await sign(`${IDENTITY.JWT_SECRET}x`, 'HS256'))).status).toBe(401);
      expect((await get(backend, IDENTITY.JWT_SECRET.replaceAll(/[ ,]/g, ''))).status).toBe(401);
    } finally {
      await backend.close();
    }
  });

  it('claims may have other names', async () => {
    const names = {
      JWT_USER_CLAIM: 'https://acme.example/user.id',
      JWT_TENANT_CLAIM: 'org.id',
      JWT_SCOPES_CLAIM: 'roles',
    };
    const backend = await startBackend({ env: names, extensions: [ProbeModule] });
    const sign = (claims: Record<string, unknown>) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(IDENTITY.JWT_ISSUER)
        .setAudience(IDENTITY.JWT_AUDIENCE)
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(IDENTITY.JWT_SECRET));
    try {
      const user = { 'https://acme.example/user.id': 7, org: { id: 't_9' }, roles: ['billing', 'refunds', 'admin'] };
      const { body } = await get(backend, await sign(user));
      expect(body).toMatchObject({ id: '7', tenantId: 't_9', scopes: ['billing', 'refunds'] });
      expect((await get(backend, await sign({ sub: 'user_1' }))).status).toBe(401);
    } finally {
      await backend.close();
    }
  });

  it('without an identity provider there are keys only', async () => {
    const none = { JWT_SECRET: '', JWT_ISSUER: '', JWT_AUDIENCE: '' };
    const backend = await startBackend({ env: none, extensions: [ProbeModule] });
    try {
      expect((await get(backend, await signJwt({ tenant: 't_1' }))).status).toBe(401);
    } finally {
      await backend.close();
    }
  });
});
