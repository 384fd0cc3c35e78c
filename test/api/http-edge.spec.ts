import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { call, createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { ProbeModule } from '../support/probe.controller.js';
import { post, signatureOf, stripeEvent } from '../support/signed-event.js';

const APP = 'https://app.example.com';
let backend: Backend;
let key: string;

beforeAll(async () => {
  backend = await startBackend({ extensions: [ProbeModule], env: { CORS_ORIGINS: `${APP}, http://localhost:5173` } });
  key = await createKey(backend, ['billing']);
});
afterAll(() => backend.close());

interface Sent {
  readonly status: number;
  readonly code: unknown;
  readonly connection: string | null;
}

async function echo(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(`${backend.url}/probe/echo`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
  });
  const answer = JSON.parse(await response.text()) as Record<string, unknown>;
  return {
    status: response.status,
    code: response.status < 300 ? answer['body'] : answer['code'],
    connection: response.headers.get('connection'),
  };
}

describe('a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'of %s is read',
    async (type) => {
      expect(await echo('{"name":"Köln"}', { 'content-type': type })).toMatchObject({
        status: 201,
        code: { name: 'Köln' },
      });
    },
  );

  it('that is not there is none', async () => {
    expect((await call(backend, 'POST', '/probe/echo', { as: key })).body).toEqual({ body: 'none' });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json, text/plain',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json; boundary=x',
    'x',
  ])('of %s is refused', async (type) => {
    expect(await echo('{}', { 'content-type': type })).toEqual({
      status: 415,
      code: 'unsupported_media_type',
      connection: 'close',
    });
  });

  it('that is compressed is refused', async () => {
    const sent = await echo(new Uint8Array(gzipSync('{}')), { 'content-encoding': 'gzip' });
    expect(sent).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['text', 'hello'],
    ['cut off', '{"a": '],
    ['with a comma too many', '{"a": 1,}'],
    ['of two values', '{} {}'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['nested 32,000 deep', `${'['.repeat(32_000)}${']'.repeat(32_000)}`],
    ['nested 21 deep', `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`],
  ])('that is %s is malformed', async (_, body) => {
    expect(await echo(body)).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  it('has 64 KiB at most, announced or not', async () => {
    const filled = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - 8) });
    expect((await echo(filled(65_536))).status).toBe(201);
    expect(await echo(filled(65_537))).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(await chunked(filled(65_536))).toBe(201);
    expect(await chunked(filled(65_537))).toBe(413);
  });

  it('of nobody is not read, nor is one of somebody who may not', async () => {
    const send = (as: string) =>
      fetch(`${backend.url}/probe/echo`, {
        method: 'POST',
        body: 'hello',
        headers: { authorization: `Bearer ${as}`, 'content-type': 'text/plain' },
      });
    expect((await send('nobody')).status).toBe(401);
    expect((await send(await createKey(backend, ['reports']))).status).toBe(403);
  });

  it('of a webhook is taken as it is', async () => {
    const event = stripeEvent({ type: 'any', object: { filled: 'x'.repeat(200_000) } });
    const body = JSON.stringify(event, null, 3);
    const headers = { 'content-type': 'text/plain', 'stripe-signature': signatureOf(body) };
    const response = await fetch(`${backend.url}/webhooks/stripe`, { method: 'POST', body, headers });
    expect(response.status).toBe(200);
    const [row] = await backend.query<{ body: Buffer }>(
      `SELECT p.body FROM stripe_event_payload p JOIN stripe_event_log l ON l.id = p.event_log_id WHERE l.stripe_event_id = $1`,
      [event['id']],
    );
    expect(row?.body.toString()).toBe(body);
  });
});

/** Sent in pieces, without a Content-Length. */
function chunked(body: string): Promise<number> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'transfer-encoding': 'chunked',
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${backend.url}/probe/echo`, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', reject);
    for (let at = 0; at < body.length; at += 10_000) request.write(body.slice(at, at + 10_000));
    request.end();
  });
}

describe('a browser', () => {
  const preflight = (origin: string, path = '/probe/echo') =>
    fetch(`${backend.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });
  const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

  it.each([APP, 'http://localhost:5173'])('of %s is let in', async (origin) => {
    const asked = await preflight(origin);
    expect([asked.status, allowed(asked)]).toEqual([204, origin]);
    expect(asked.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await fetch(`${backend.url}/probe/public`, { headers: { origin } });
    expect([allowed(answer), answer.headers.get('vary')]).toEqual([origin, expect.stringContaining('Origin')]);
    const exposed = answer.headers.get('access-control-expose-headers')?.split(',');
    expect(exposed).toEqual(
      expect.arrayContaining(['Idempotent-Replayed', 'RateLimit-Remaining', 'Retry-After', 'X-Request-Id']),
    );
    const refused = await fetch(`${backend.url}/probe/billing`, { headers: { origin } });
    expect([refused.status, allowed(refused)]).toEqual([401, origin]);
  });

  it.each([
    'https://app.example.com.evil.test',
    'http://app.example.com',
    'https://APP.example.com',
    'null',
    `${APP}/`,
  ])('of %s is not', async (origin) => {
    expect(allowed(await preflight(origin))).toBeNull();
    expect(allowed(await fetch(`${backend.url}/probe/public`, { headers: { origin } }))).toBeNull();
  });

  it('is told what not to do with an answer; Stripe, which is none, is told nothing', async () => {
    const { headers } = await fetch(`${backend.url}/probe/public`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('x-powered-by')).toBeNull();
    const webhook = await post(`${backend.url}/webhooks/stripe`, stripeEvent({ type: 'any', object: {} }));
    expect(webhook.headers.get('content-security-policy')).toBeNull();
  });

  it('of anywhere is kept out when no origin is allowed', async () => {
    const closed = await startBackend({ extensions: [ProbeModule] });
    try {
      const headers = { origin: APP, 'access-control-request-method': 'GET' };
      for (const method of ['GET', 'OPTIONS']) {
        expect(allowed(await fetch(`${closed.url}/probe/public`, { method, headers }))).toBeNull();
      }
    } finally {
      await closed.close();
    }
  });
});

describe('hostile headers', () => {
  it.each([
    ['authorization', `Bearer ${'x'.repeat(15_000)}`, 401],
    ['authorization', `Bearer chk_${'é'.repeat(43)}`, 401],
    ['authorization', `Bearer ${'..'.repeat(1_000)}`, 401],
    ['authorization', 'Bearer eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AAAA', 401],
    ['authorization', `Bearer ${Buffer.from('[').toString('base64url')}.e30.AAAA`, 401],
    ['countinghouse-tenant', 'é', 401],
    ['content-type', 'é', 401],
    ['x-forwarded-for', 'no address, "; DROP TABLE', 401],
  ])('%s: %.40s', async (name, value, status) => {
    const response = await fetch(`${backend.url}/probe/echo`, {
      method: 'POST',
      body: '{}',
      headers: { [name]: value },
    });
    expect(response.status).toBe(status);
  });
});

describe('a page of this machine', () => {
  const allowed = async ({ url }: Backend, origin: string) => {
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    };
    const response = await fetch(`${url}/stripe/plans`, { method: 'OPTIONS', headers });
    return response.headers.get('access-control-allow-origin');
  };

  it('may call a backend in development, and no page of another machine', async () => {
    const development = await startBackend({ env: { NODE_ENV: 'development' } });
    try {
      for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080']) {
        expect(await allowed(development, origin)).toBe(origin);
      }
      for (const origin of ['http://localhost.evil.example', 'https://evil.example/http://localhost', 'null']) {
        expect([origin, await allowed(development, origin)]).toEqual([origin, null]);
      }
    } finally {
      await development.close();
    }
  });
});
