import { connect } from 'node:net';
import request from 'supertest';
import { startBackend, type Backend } from './support/backend.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

let backend: Backend;
let route: string;

beforeAll(async () => {
  backend = await startBackend({ env: { STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_connect,whsec_connect_old' } });
  route = `${backend.url}/webhooks/stripe`;
});
afterAll(() => backend.close());

const logged = (id: unknown) => backend.query('SELECT * FROM stripe_event_log WHERE stripe_event_id = $1', [id]);
const product = (id: string) => stripeEvent({ type: 'product.created', object: { id, object: 'product', name: 'x' } });

describe('POST /webhooks/stripe', () => {
  it.each(['/webhooks/stripe', '/api/webhooks/stripe', '/stripe/webhook'])('is answered at %s', async (path) => {
    const event = product('prod_path');
    const answer = await post(`${backend.url}${path}`, event);
    expect(answer).toMatchObject({ status: 200, body: { received: true } });
    expect(await logged(event.id)).toHaveLength(1);
  });

  it.each(['/webhooks/stripe/', '/webhooks/stripe?from=stripe', '/Webhooks/Stripe'])(
    'is answered alike by another spelling, %s',
    async (path) => {
      const event = product('prod_spelled');
      const answer = await post(`${backend.url}${path}`, event);
      expect(answer).toMatchObject({ status: 200, body: { received: true } });
      expect(await logged(event.id)).toHaveLength(1);
      const forged = { 'stripe-signature': 't=1,v1=00' };
      const answers = await Promise.all(
        [path, '/webhooks/stripe'].map((to) => post(`${backend.url}${to}`, event, forged)),
      );
      for (const { status, body, headers } of answers) {
        expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
        expect(body).toMatchObject({ code: 'invalid_webhook' });
      }
    },
  );

  it('stores the exact bytes, whatever the content type', async () => {
    const event: Record<string, unknown> = { ...product('prod_bytes'), odd: '\u0000 \ud800 é' };
    const body = `  ${JSON.stringify(event)}\n`;
    const answer = await post(route, body, { 'content-type': 'text/weird' });
    expect(answer.status).toBe(200);
    const [row] = await backend.query<{ body: Buffer }>(
      `SELECT body FROM stripe_event_payload p JOIN stripe_event_log l ON l.id = p.event_log_id
        WHERE l.stripe_event_id = $1`,
      [event.id],
    );
    expect(row?.body.toString('utf8')).toBe(body);
  });

  it.each(['whsec_connect', 'whsec_connect_old'])('takes the secret %s too', async (secret) => {
    const event: Record<string, unknown> = { ...product('prod_connect'), account: 'acct_1' };
    const body = JSON.stringify(event);
    const answer = await post(route, body, { 'stripe-signature': signatureOf(body, secret) });
    expect(answer.status).toBe(200);
    expect(await logged(event.id)).toMatchObject([{ account: 'acct_1' }]);
  });

  it('counts the same id once, in parallel too', async () => {
    const event = product('prod_twice');
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(route, event)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await logged(event.id)).toHaveLength(1);
  });

  it('answers everything that is not signed for it alike, and writes nothing', async () => {
    const before = await backend.query('SELECT count(*) FROM stripe_event_log');
    const body = JSON.stringify(product('prod_forged'));
    const now = Math.floor(Date.now() / 1000);
    const headers = [
      '',
      'v1=',
      't=NaN,v1=aa',
      signatureOf(body, 'whsec_other'),
      signatureOf(body, undefined, now - 400),
      signatureOf(body, undefined, now + 400),
      signatureOf(`${body} `),
    ];
    const bodies = ['null', '[]', '7', '"evt"', '{}', '{"id":"evt_1"}', 'no json', '['.repeat(100_000)];
    const answers = await Promise.all([
      ...headers.map((header) => post(route, body, { 'stripe-signature': header })),
      ...bodies.map((other) => post(route, other)),
    ]);
    for (const { status, body: answer, headers: sent } of answers) {
      expect(status).toBe(400);
      expect(answer).toEqual({ status: 400, code: 'invalid_webhook', title: expect.any(String) as string });
      expect(sent.get('content-type')).toContain('application/problem+json');
    }
    expect(new Set(answers.map(({ body: answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(await backend.query('SELECT count(*) FROM stripe_event_log')).toEqual(before);
  });

  it('refuses without reading the body when there is no signature', async () => {
    const port = Number(new URL(backend.url).port);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n'),
      );
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('refuses more than a megabyte, announced or not', async () => {
    const body = JSON.stringify({ ...product('prod_big'), pad: 'x'.repeat(1_100_000) });
    expect(await post(route, body)).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
    const chunked = await fetch(route, {
      method: 'POST',
      headers: { 'stripe-signature': signatureOf(body) },
      body: new Blob([body]).stream(),
      duplex: 'half',
    }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(chunked).toBe(413);
  });

  it('closes the connection of a request that it refuses before its body', async () => {
    const refused = await fetch(route, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('connection')).toBe('close');
    expect((await post(route, product('prod_kept'))).headers.get('connection')).toBe('keep-alive');
  });

  it('survives a body that never arrives whole', async () => {
    const port = Number(new URL(backend.url).port);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: t=1,v1=aa\r\nContent-Length: 500\r\n\r\n{"id"`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await post(route, product('prod_after'))).status).toBe(200);
  });

  it('says nothing of itself', async () => {
    const answer = await request(backend.url).get('/nothing/here').expect(404);
    expect(answer.body).toEqual({
      status: 404,
      code: 'not_found',
      title: 'There is nothing here.',
      requestId: answer.headers['x-request-id'],
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    await request(backend.url).get('/webhooks/stripe').expect(404);
  });
});
