import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiKeyRepository } from '../../src/auth/api-key.repository.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';

const MARK = { 'x-countinghouse-console': '1' };
const ORIGIN = 'http://console.test';

let backend: Backend;
/** Behind a proxy that ends TLS; five tokens a minute may be wrong. */
let proxied: Backend;

beforeAll(async () => {
  [backend, proxied] = await Promise.all([
    startBackend(),
    startBackend({ env: { TRUST_PROXY: '1', RATE_LIMIT_PER_MINUTE: '50' } }),
  ]);
});
afterAll(() => Promise.all([backend.close(), proxied.close()]));

/** As the console's own page sends it. */
const ours = (of: Backend = backend) => ({ ...MARK, origin: of.url });

const open = (token: string, headers: Record<string, string> = ours()) =>
  call(backend, 'POST', '/console/session', { body: { token }, headers });

/** `name=value` of the cookie that an answer sets. */
const cookieOf = (answer: { headers: Headers }): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

async function signIn(token?: string): Promise<string> {
  const answer = await open(token ?? (await createKey(backend, ['operations'], { name: 'ann' })));
  expect(answer.status).toBe(200);
  return cookieOf(answer);
}

const read = (cookie: string, headers: Record<string, string> = MARK) =>
  call(backend, 'GET', '/operations/events', { headers: { ...headers, cookie } });

/** Changes nothing, and is refused for its body where the session is let through. */
const change = (cookie: string, headers: Record<string, string>) =>
  call(backend, 'POST', '/operations/events/ignore', { body: {}, headers: { ...headers, cookie } });

const session = async (cookie: string) =>
  (await call(backend, 'GET', '/console/session', { headers: { ...MARK, cookie } })).body;

describe('a session of the console', () => {
  it('is opened by an operator’s key, and is that key’s', async () => {
    const key = await createKey(backend, ['operations', 'reports'], { name: 'ann' });
    const answer = await open(key);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^countinghouse_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const cookie = cookieOf(answer);
    expect(await session(cookie)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      session: { kind: 'key', name: 'ann', account: '', scopes: ['operations', 'reports'], queue: 'in_process' },
    });
    expect((await read(cookie)).status).toBe(200);
    expect((await change(cookie, ours())).status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(key);
  });

  it('is kept as a hash', async () => {
    const secret = (await signIn()).split('=')[1] ?? '';
    const rows = await backend.query<{ hash: string; row: string }>(
      `SELECT encode(hash, 'hex') AS hash, row_to_json(s)::text AS row FROM console_sessions s`,
    );
    expect(rows.map(({ hash }) => hash)).toContain(createHash('sha256').update(secret).digest('hex'));
    expect(rows.map(({ row }) => row).join()).not.toContain(secret);
  });

  it('counts for the console’s own pages only', async () => {
    const cookie = await signIn();
    const refused: [string, Record<string, string>][] = [
      ['without the mark', { origin: backend.url, 'sec-fetch-site': 'same-origin' }],
      ['with another mark', { ...MARK, 'x-countinghouse-console': 'true', origin: backend.url }],
      ['of another origin', { ...MARK, origin: ORIGIN }],
      ['of no origin', { ...MARK, origin: 'null' }],
      ['of an origin that is none', { ...MARK, origin: 'https://' }],
      ['of the same host on another port', { ...MARK, origin: backend.url.replace(/:\d+$/, ':1') }],
      ['of another site, as the browser says', { ...ours(), 'sec-fetch-site': 'cross-site' }],
      ['of another subdomain, as the browser says', { ...ours(), 'sec-fetch-site': 'same-site' }],
      ['of nobody’s page, as the browser says', { ...ours(), 'sec-fetch-site': 'none' }],
      ['without an origin at all', MARK],
    ];
    for (const [name, headers] of refused) {
      const { status, body } = await change(cookie, headers);
      expect([name, status, body['code']]).toEqual([name, 401, 'unauthorized']);
    }
    expect((await read(cookie, {})).status).toBe(401);
    expect((await read(cookie, { ...MARK, 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    expect((await read(cookie, { ...MARK, origin: ORIGIN })).status).toBe(401);
    expect((await change(cookie, { ...MARK, 'sec-fetch-site': 'same-origin' })).status).toBe(400);
  });

  it('cannot be made up', async () => {
    const cookie = await signIn();
    const secret = cookie.split('=')[1] ?? '';
    const forged = [
      `countinghouse_console=${'A'.repeat(43)}`,
      `countinghouse_console=${secret.slice(0, -1)}`,
      `countinghouse_console=${secret}A`,
      `countinghouse_console=${createHash('sha256').update(secret).digest('base64url')}`,
      `countinghouse_console=`,
      `__Host-countinghouse_console=${secret}`, // over http no browser can have it
      `${cookie}; countinghouse_console=${'A'.repeat(43)}`, // two: one of them was put there
      `other=${secret}`,
    ];
    for (const one of forged) expect([one, (await read(one)).status]).toEqual([one, 401]);
    expect((await read(`theme=dark; ${cookie}; other=1`)).status).toBe(200);
  });

  it('yields to a token', async () => {
    const cookie = await signIn();
    const headers = { ...MARK, cookie, authorization: 'Bearer nonsense' };
    expect((await call(backend, 'GET', '/operations/events', { headers })).status).toBe(401);
  });

  it('ends after its time, and when nobody uses it', async () => {
    for (const ended of ['expires_at = now()', `last_seen_at = now() - interval '61 minutes'`]) {
      const cookie = await signIn();
      await backend.query(`UPDATE console_sessions SET ${ended}`);
      expect([ended, (await read(cookie)).status]).toEqual([ended, 401]);
      expect(await session(cookie)).toEqual({ session: null });
    }
    const [row] = await backend.query<{ hours: number }>(
      `SELECT round(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours FROM console_sessions
        WHERE hash = $1`,
      [
        createHash('sha256')
          .update((await signIn()).split('=')[1] ?? '')
          .digest(),
      ],
    );
    expect(row).toEqual({ hours: 12 });
  });

  it('is noted as used, a minute later', async () => {
    const cookie = await signIn();
    await backend.query(`UPDATE console_sessions SET last_seen_at = now() - interval '50 minutes'`);
    expect((await read(cookie)).status).toBe(200);
    await expect(
      until(async () => {
        const [row] = await backend.query<{ fresh: boolean }>(
          `SELECT bool_or(last_seen_at > now() - interval '1 minute') AS fresh FROM console_sessions`,
        );
        return row?.fresh === true;
      }),
    ).resolves.toBe(true);
  });

  it('is not used by a page that asks by itself, but is let through', async () => {
    const [left, used] = [await signIn(), await signIn()];
    await backend.query(`UPDATE console_sessions SET last_seen_at = now() - interval '50 minutes'`);
    const unattended = { 'x-countinghouse-console': 'unattended' };
    expect((await read(left, unattended)).status).toBe(200);
    expect((await session(used))['session']).not.toBeNull();
    const fresh = async (cookie: string) => {
      const [row] = await backend.query<{ fresh: boolean }>(
        `SELECT last_seen_at > now() - interval '1 minute' AS fresh FROM console_sessions WHERE hash = $1`,
        [
          createHash('sha256')
            .update(cookie.split('=')[1] ?? '')
            .digest(),
        ],
      );
      return row?.fresh === true;
    };
    await expect(until(() => fresh(used))).resolves.toBe(true);
    expect(await fresh(left)).toBe(false);
    // It is as much of our own page as any other.
    expect((await read(left, { ...unattended, 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    expect((await read(left, { ...unattended, origin: ORIGIN })).status).toBe(401);
  });

  it('ends with its key', async () => {
    const keys = backend.app.get(ApiKeyRepository);
    const request = { name: 'ann', scopes: ['operations'], account: '', tenantId: null } as const;
    const revoked = await keys.issue({ ...request, expiresAt: null });
    const cookie = await signIn(revoked.key);
    expect((await read(cookie)).status).toBe(200);
    await keys.revoke(revoked.id);
    expect((await read(cookie)).status).toBe(401);

    const soon = await keys.issue({ ...request, expiresAt: new Date(Date.now() + 60_000) });
    const short = await signIn(soon.key);
    const told = (await session(short)) as { session: { expiresAt: string } };
    expect(Date.parse(told.session.expiresAt)).toBeLessThan(Date.now() + 61_000);
    await backend.query(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [soon.id]);
    expect((await read(short)).status).toBe(401);
  });

  it('of a user’s token ends with the token', async () => {
    const cookie = await signIn(await signJwt({ user: 'user_7', scopes: ['operations', 'payloads'] }));
    expect(await session(cookie)).toMatchObject({
      session: { kind: 'user', id: 'user_7', name: 'user_7', scopes: ['operations', 'payloads'] },
    });
    const [row] = await backend.query<{ minutes: number }>(
      `SELECT round(extract(epoch FROM expires_at - now()) / 60)::int AS minutes FROM console_sessions
        WHERE user_id = 'user_7'`,
    );
    expect(row).toEqual({ minutes: 5 });
  });

  it('of a user ends after an hour, however long the token lasts', async () => {
    const told = await session(await signIn(await signJwt({ user: 'user_8', scopes: ['operations'], lasts: '10h' })));
    const { expiresAt } = told['session'] as { expiresAt: string };
    const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThanOrEqual(60.1);
  });

  it('is ended by signing out, which no other page can do', async () => {
    const cookie = await signIn();
    const end = (headers: Record<string, string>) =>
      call(backend, 'DELETE', '/console/session', { headers: { ...headers, cookie } });
    const elsewhere = await end({ ...MARK, origin: ORIGIN });
    expect([elsewhere.status, elsewhere.body['code']]).toEqual([403, 'cross_site']);
    expect((await read(cookie)).status).toBe(200);
    const answer = await end(ours());
    expect(answer.body).toEqual({ session: null });
    expect(answer.headers.get('set-cookie')).toBe(
      'countinghouse_console=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    );
    expect((await read(cookie)).status).toBe(401);
    expect((await end(ours())).status).toBe(200); // and again: nobody is signed in
  });

  it('is written down: who, and when it ended', async () => {
    const key = await createKey(backend, ['operations'], { name: 'bob' });
    const cookie = await signIn(key);
    await call(backend, 'DELETE', '/console/session', { headers: { ...ours(), cookie } });
    const rows = await backend.query(
      `SELECT action, actor_kind, object_type, actor_id = k.id AS bob FROM audit_log, api_keys k
        WHERE k.name = 'bob' AND actor_id = k.id ORDER BY audit_log.id`,
    );
    expect(rows).toEqual(
      ['console_session.create', 'console_session.end'].map((action) => ({
        action,
        actor_kind: 'key',
        object_type: 'console_session',
        bob: true,
      })),
    );
  });
});

/** Tries until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20)) {
    if (await isSo()) return true;
  }
  return false;
}

describe('signing in', () => {
  it('is for operators who act for no tenant', async () => {
    const refused: [string, number, string][] = [
      [await createKey(backend, ['billing', 'reports']), 403, 'forbidden'],
      [await createKey(backend, ['operations'], { tenantId: 'tenant_1' }), 403, 'tenant_bound'],
      [await signJwt({ tenant: 'tenant_1', scopes: ['operations'] }), 403, 'tenant_bound'],
      [await signJwt({}), 403, 'forbidden'],
      [`chk_${'0'.repeat(43)}`, 401, 'unauthorized'],
      ['nonsense', 401, 'unauthorized'],
    ];
    for (const [token, status, code] of refused) {
      const answer = await open(token);
      expect([token, answer.status, answer.body['code']]).toEqual([token, status, code]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    for (const body of [{}, { token: '' }, { token: 'a b' }, { token: 1 }, { token: 'x', more: 1 }]) {
      const { status } = await call(backend, 'POST', '/console/session', { body, headers: ours() });
      expect([body, status]).toEqual([body, 400]);
    }
  });

  it('is not done by a page of somebody else', async () => {
    const key = await createKey(backend, ['operations']);
    for (const headers of [{ origin: backend.url }, { ...MARK, origin: ORIGIN }, MARK]) {
      const { status, body } = await open(key, headers);
      expect([status, body['code']]).toEqual([403, 'cross_site']);
    }
  });

  it('takes no secret that somebody else has put there, and ends the session before it', async () => {
    const planted = `countinghouse_console=${'B'.repeat(43)}`;
    const key = await createKey(backend, ['operations']);
    const first = cookieOf(await open(key, { ...ours(), cookie: planted }));
    expect(first).not.toBe(planted);
    expect((await read(planted)).status).toBe(401);
    const second = cookieOf(await open(key, { ...ours(), cookie: first }));
    expect(second).not.toBe(first);
    expect([(await read(first)).status, (await read(second)).status]).toEqual([401, 200]);
  });

  it('does away with sessions that ended long ago', async () => {
    await signIn();
    await backend.query(`UPDATE console_sessions SET last_seen_at = now() - interval '26 hours'`);
    await signIn();
    expect(await backend.query('SELECT count(*)::int AS left FROM console_sessions')).toEqual([{ left: 1 }]);
  });

  it('behind TLS gives a cookie that no other host and no plain http can have', async () => {
    const key = await createKey(proxied, ['operations']);
    const headers = { ...ours(proxied), 'x-forwarded-proto': 'https' };
    const answer = await call(proxied, 'POST', '/console/session', { body: { token: key }, headers });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-countinghouse_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const cookie = cookieOf(answer);
    const get = (more: Record<string, string>) =>
      call(proxied, 'GET', '/operations/events', { headers: { ...MARK, cookie, ...more } });
    expect((await get({ 'x-forwarded-proto': 'https' })).status).toBe(200);
    expect((await get({})).status).toBe(401);
    const planted = cookie.replace('__Host-', '');
    expect((await get({ 'x-forwarded-proto': 'https', cookie: planted })).status).toBe(401);
  });

  it('counts what is wrong, by address, and lets in what is right', async () => {
    const key = await createKey(proxied, ['operations']);
    const attempt = (token: string, address: string) =>
      call(proxied, 'POST', '/console/session', {
        body: { token },
        headers: { ...ours(proxied), 'x-forwarded-for': address },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await attempt(`chk_${String(n).repeat(43)}`, '192.0.2.1')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await attempt(key, '192.0.2.1')).status).toBe(200);
    expect((await attempt('nonsense', '192.0.2.2')).status).toBe(401);
    const cookie = `countinghouse_console=${'C'.repeat(43)}`;
    const forged = { ...MARK, cookie, 'x-forwarded-for': '192.0.2.1' };
    expect((await call(proxied, 'GET', '/operations/events', { headers: forged })).status).toBe(429);
  });
});
