import { request } from 'node:http';
import { once } from 'node:events';
import { call, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { ProbeModule } from '../support/probe.api.js';

let backend: Backend;
let user: string;

beforeAll(async () => {
  backend = await startBackend({
    extensions: [ProbeModule],
    env: { ALLOWED_REDIRECT_ORIGINS: 'https://app.example.com,https://shop.example.com:8443' },
  });
  user = await signJwt({ tenant: 'tenant_1' });
});
afterAll(() => backend.close());

interface Problem {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
}

const send = (body: unknown) => call<Problem>(backend, 'POST', '/stripe/probe/fields', { as: user, body });
const refusedAt = async (body: unknown): Promise<string[]> => {
  const { status, body: problem } = await send(body);
  expect([status, problem.code]).toEqual([400, 'invalid_request']);
  return (problem.errors ?? []).map(({ pointer }) => pointer);
};

describe('a body', () => {
  it('is let through as it is when it is what the schema says', async () => {
    const body = {
      customer: 'cus_AbC123',
      plan: 'gold-2026',
      name: 'Jenny 🦊 Rosen',
      amount: 999_999_999_999,
      currency: 'jpy',
      quantity: 1,
      nested: { list: [{ 'a/b~c': true }] },
    };
    expect(await send(body)).toMatchObject({ status: 200, body });
  });

  it.each<[string, unknown, string[]]>([
    ['an unknown field', { nam: 'x' }, ['/nam']],
    ['an unknown field further in', { nested: { list: [], more: 1 } }, ['/nested/more']],
    ['a name that a pointer must escape', { nested: { list: [{ 'a/b~c': 1 }] } }, ['/nested/list/0/a~1b~0c']],
    ['prototypes', JSON.parse('{"__proto__":{"name":"x"},"constructor":1}'), ['/__proto__', '/constructor']],
    ['a list', [], ['']],
    ['null', null, ['']],
    ['a number', 5, ['']],
    ['no money', { amount: 0 }, ['/amount']],
    ['less than none', { amount: -1 }, ['/amount']],
    ['half a cent', { amount: 1.5 }, ['/amount']],
    ['more than Stripe takes', { amount: 1_000_000_000_000 }, ['/amount']],
    ['more than can be counted', { amount: 2 ** 53 }, ['/amount', '/amount']],
    ['an amount in words', { amount: '5' }, ['/amount']],
    ['an upper-case currency', { currency: 'USD' }, ['/currency']],
    ['a currency and a line break', { currency: 'usd\n' }, ['/currency']],
    ['too many', { quantity: 100_001 }, ['/quantity']],
    ['an id of something else', { customer: 'sub_1' }, ['/customer']],
    ['a path for an id', { customer: 'cus_1/../../v1/charges' }, ['/customer']],
    ['an id that is no end of it', { customer: `cus_${'x'.repeat(300)}` }, ['/customer']],
    ['U+0000', { name: 'a\0b' }, ['/name']],
    ['half a character', { name: '\ud800' }, ['/name']],
    ['an empty text', { name: '' }, ['/name']],
    ['too long a text', { name: 'x'.repeat(101) }, ['/name']],
    ['several at once', { amount: 0, name: '', more: 1 }, ['/name', '/amount', '/more']],
  ])('%s is refused', async (_, body, pointers) => {
    expect(await refusedAt(body)).toEqual(pointers);
  });

  it('is refused when there is none', async () => {
    expect(await refusedAt(undefined)).toEqual(['']);
  });

  it('of a thousand faults names twenty, and no value', async () => {
    const hidden = 'sensitive-value';
    const list = Array.from({ length: 1_000 }, () => ({ 'a/b~c': hidden }));
    const { body } = await send({ nested: { list: list.slice(0, 30) }, name: hidden.repeat(50), currency: hidden });
    expect(body.errors).toHaveLength(20);
    expect(JSON.stringify(body)).not.toContain(hidden);
    expect(await refusedAt({ [`${'~'.repeat(3_000)}\ud800`]: 1 })).toEqual([`/${'~0'.repeat(100)}`.slice(0, 200)]);
  });
});

describe('where a browser is sent back to', () => {
  const urlOf = (url: unknown) =>
    call(backend, 'POST', '/stripe/probe/fields', { as: user, body: { successUrl: url } });

  it.each([
    ['https://app.example.com/billing?x=1#y', 'https://app.example.com/billing?x=1#y'],
    ['https://APP.example.com', 'https://app.example.com/'],
    ['https://app.example.com:443/a/../b', 'https://app.example.com/b'],
    ['https://shop.example.com:8443/', 'https://shop.example.com:8443/'],
    ['http://localhost:5173/back', 'http://localhost:5173/back'],
    [
      'https://app.example.com/done?session={CHECKOUT_SESSION_ID}',
      'https://app.example.com/done?session={CHECKOUT_SESSION_ID}',
    ],
    ['https://app.example.com/done/{CHECKOUT_SESSION_ID}', 'https://app.example.com/done/{CHECKOUT_SESSION_ID}'],
  ])('%s', async (given, handed) => {
    expect(await urlOf(given)).toMatchObject({ status: 200, body: { successUrl: handed } });
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://app.example.com/%0aalert(1)',
    'data:text/html,x',
    '//app.example.com/',
    '/billing',
    '',
    'https:app.example.com',
    'https:/app.example.com',
    'https:///app.example.com',
    'https:\\\\app.example.com',
    'https://app.example.com\\@evil.example',
    'https://evil.example\\.app.example.com',
    'https://user@app.example.com/',
    'https://user:password@app.example.com/',
    'https://@app.example.com/',
    'https://app.example.com@evil.example/',
    'https://app.example.com%40evil.example/',
    'https://app.example.com.evil.example/',
    'https://evil.example/https://app.example.com/',
    'https://evil.example#https://app.example.com/',
    'https://app.example.com:444/',
    'https://app.example.com./',
    'https://sub.app.example.com/',
    'http://app.example.com/',
    'https://app.example.com/\r\nSet-Cookie: a=b',
    'https://app.example.com/\t',
    ' https://app.example.com/',
    'ht\ntps://app.example.com/',
    'https://аpp.example.com/', // the first letter is Cyrillic
    'https://app.example.com/\u2028',
    'https://xn--pp-7ka.example.com/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    `https://app.example.com/${'x'.repeat(3_000)}`,
    null,
    ['https://app.example.com/'],
  ])('never %j', async (given) => {
    expect(await urlOf(given)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: expect.stringContaining('/successUrl') }] },
    });
  });

  it('is not this machine in production', async () => {
    const { AllowedOrigins } = await import('../../src/common/allowed-origins.js');
    const { loadEnv } = await import('../../src/config/env.js');
    const { readUrl } = await import('../../src/common/requested-url.js');
    const production = new AllowedOrigins({ ...loadEnv({ NODE_ENV: 'test' }), NODE_ENV: 'production' });
    const local = readUrl('http://localhost:5173/');
    if (!local) throw new Error('it is well formed');
    expect(() => production.allow(local, '/successUrl')).toThrow('The request is invalid.');
  });
});

describe('a list', () => {
  const page = (query: string) =>
    call<{ data: { id: string }[]; nextCursor: string | null; errors?: { pointer: string }[] }>(
      backend,
      'GET',
      `/stripe/probe/items${query}`,
      { as: user },
    );

  it('is paged to its end without a gap or a repeat', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
      const { status, body } = await page(`?limit=10${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(45);
    expect(seen).toHaveLength(45);
  });

  it('has twenty items a page, and says when a page is the last', async () => {
    expect((await page('')).body.data).toHaveLength(20);
    expect((await page('?limit=45')).body.nextCursor).toBeNull();
    expect((await page('?limit=44')).body.nextCursor).not.toBeNull();
  });

  const forged = (text: string) => Buffer.from(text).toString('base64url');
  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=1e1',
    '?limit=0x10',
    '?limit=%2010',
    '?limit=-1',
    '?limit=',
    '?limit=10&limit=20',
    '?cursor=',
    '?cursor=nonsense',
    '?cursor=a&cursor=b',
    `?cursor=${forged('1 ')}`,
    `?cursor=${forged('1e3 cus_1')}`,
    `?cursor=${forged('999999999999999 cus_1')}`,
    `?cursor=${forged("1 cus_1' OR 1=1 --")}`,
    `?cursor=${forged('1 cus_\0')}`,
    `?cursor=${forged('1 cus_1')}=`,
    `?cursor=${'A'.repeat(500)}`,
    '?limti=10',
    '?__proto__=1',
  ])('refuses %s', async (query) => {
    const { status, body } = await page(query);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.pointer).toMatch(/^\/(limit|cursor|limti|__proto__)$/);
  });
});

describe('a problem', () => {
  it('says what is wrong by a stable code, under the id that the header names', async () => {
    const { status, headers, body } = await call<Problem>(backend, 'GET', '/stripe/probe/items/cus_999', { as: user });
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(body).toEqual({
      title: 'There is nothing here.',
      status: 404,
      code: 'not_found',
      requestId: headers.get('x-request-id'),
    });
    expect(body.requestId).toMatch(/^req_[0-9a-f-]{36}$/);
  });

  it.each([
    ['a path parameter', 'GET', '/stripe/probe/items/cus_%00', 400, 'invalid_request'],
    ['a parameter that is no text', 'GET', '/stripe/probe/items/%ff', 400, 'bad_request'],
    ['no such route', 'GET', '/stripe/nothing', 404, 'not_found'],
    ['no such method', 'DELETE', '/stripe/probe/items', 404, 'not_found'],
  ])('tells of %s', async (_, method, path, status, code) => {
    const answer = await call<Problem>(backend, method, path, { as: user });
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it.each(['unavailable', 'mistake', 'missing'])('tells nothing of the inside: %s', async (as) => {
    const { status, body } = await call<Problem>(backend, 'POST', '/stripe/probe/endings', { as: user, body: { as } });
    expect([status, body.code]).toEqual(
      { unavailable: [503, 'unavailable'], mistake: [500, 'internal'], missing: [404, 'not_found'] }[as],
    );
    expect(JSON.stringify(body)).not.toMatch(/inside|TypeError|stack|\.ts/);
  });

  it('takes a harmless request id of a proxy, and no other', async () => {
    const trusting = await startBackend({ extensions: [ProbeModule], env: { TRUST_PROXY: 'loopback' } });
    const named = (id: string, to = trusting) =>
      call(to, 'GET', '/stripe/probe/items/cus_000', { as: user, headers: { 'x-request-id': id } });
    expect((await named('abc-123_x.y')).headers.get('x-request-id')).toBe('abc-123_x.y');
    for (const odd of ['a b', '<script>', 'x'.repeat(65), '{"a":1}', 'a;b', 'é']) {
      expect((await named(odd)).headers.get('x-request-id')).toMatch(/^req_[0-9a-f-]{36}$/);
    }
    // What no proxy has said, the caller has, and could choose what stands in the audit log.
    expect((await named('abc-123_x.y', backend)).headers.get('x-request-id')).toMatch(/^req_[0-9a-f-]{36}$/);
    await trusting.close();
  });

  it('is answered to a request that breaks off in the middle of its body', async () => {
    const { port, hostname } = new URL(backend.url);
    const headers = { authorization: `Bearer ${user}`, 'content-type': 'application/json', 'content-length': '100' };
    const broken = request({ port, host: hostname, method: 'POST', path: '/stripe/probe/fields', headers });
    broken.on('error', () => undefined);
    broken.write('{"name":');
    await once(broken, 'socket');
    broken.destroy();
    expect((await call(backend, 'GET', '/stripe/probe/items/cus_000', { as: user })).status).toBe(200);
  });
});
