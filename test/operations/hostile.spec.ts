import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { startProcess, type BackendProcess } from '../support/backend-process.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { post, signatureOf, stripeEvent } from '../support/signed-event.js';

/** What anybody can reach without being anybody. */
const PUBLIC = [
  'POST /webhooks/stripe',
  'POST /api/webhooks/stripe',
  'POST /stripe/webhook',
  'POST /console/session',
  'GET /console/session',
  'GET /console',
  'GET /health',
  'GET /health/live',
  'GET /docs',
  'GET /openapi.json',
  'GET /metrics',
  'POST /stripe/refunds',
  'GET /nothing/here',
];
const WEBHOOK = PUBLIC[0] ?? '';

/** Stands for a status: neither an answer nor the end of the connection within 30 s. */
const UNANSWERED = 999;

const MEGABYTE = 1_048_576;
const BOMB = gzipSync(Buffer.alloc(100 * MEGABYTE));

/** Bodies that are wrong in themselves, whoever sends them. */
const BODIES: readonly [string, Buffer, Readonly<Record<string, string>>][] = [
  ['oversized', Buffer.alloc(8 * MEGABYTE, 'x'), {}],
  ['a gzip bomb of 100 MB', BOMB, { 'content-encoding': 'gzip' }],
  ['a brotli by name', Buffer.from('{}'), { 'content-encoding': 'br' }],
  ['nested 400,000 deep', Buffer.from(`${'['.repeat(400_000)}${']'.repeat(400_000)}`), {}],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}],
  ['U+0000', Buffer.from('{"key":"\u0000"}\u0000'), {}],
  ['a prototype', Buffer.from('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'), {}],
  ['a form', Buffer.from('key=value'), { 'content-type': 'application/x-www-form-urlencoded' }],
  [
    'half of a multipart',
    Buffer.from('--x\r\nContent-Disposition: form-data'),
    { 'content-type': 'multipart/form-data; boundary=x' },
  ],
];

/** Headers that are wrong in themselves; what no client library would send. */
const HEADERS: readonly [string, string][] = [
  ['a signature of a megabyte', `Stripe-Signature: t=1,${'v1=ab,'.repeat(174_000)}`],
  ['a thousand headers', Array.from({ length: 1_000 }, (_, i) => `X-H${i}: ${i}`).join('\r\n')],
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
  ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ['a negative length', 'Content-Length: -1'],
  ['U+0000 in a header', 'X-Odd: a\u0000b'],
  ['a bare line feed', 'X-Odd: a\nX-Other: b'],
  ['an unknown coding', 'Transfer-Encoding: xchunked'],
  ['an unknown expectation', 'Expect: 200-maybe'],
  ['a cookie of nothing', `Cookie: ${'a=b; '.repeat(1_000)}`],
];

let database: TestDatabase;
let backend: BackendProcess;

beforeAll(async () => {
  database = await cloneDatabase();
  backend = await startProcess('src/main.ts', { DATABASE_URL: database.url, LOG_LEVEL: 'warn' });
}, 120_000);
afterAll(async () => {
  backend.signal('SIGTERM');
  await backend.ended;
  await database.drop();
});

const open = (): Socket => {
  const socket = connect(Number(new URL(backend.url).port), '127.0.0.1');
  socket.on('error', () => undefined); // the backend hangs up on whom it refuses
  return socket;
};

/** @returns the status, or 0 when the connection was closed without one. */
function send(head: string, body: Buffer = Buffer.alloc(0)): Promise<number> {
  const socket = open();
  socket.write(head, 'latin1');
  socket.write(body);
  let answer = '';
  return new Promise((resolve) => {
    socket.on('data', (data: Buffer) => {
      answer += data.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      if (status === undefined) return;
      resolve(Number(status));
      socket.destroy();
    });
    socket.once('close', () => resolve(0));
    setTimeout(() => resolve(UNANSWERED), 30_000).unref();
  });
}

const withBody = (route: string, body: Buffer, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
  const all = { host: 'x', 'content-type': 'application/json', 'content-length': String(body.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return send(`${route} HTTP/1.1\r\n${lines.join('')}\r\n`, body);
};

const isAlive = async (): Promise<void> => {
  const { status } = await post(`${backend.url}/webhooks/stripe`, stripeEvent({ type: 'made.up', object: {} }));
  expect(status).toBe(200);
};

/** Refused, hung up on, or (where a GET does not look at a body) answered as ever: everything else is a fault. */
const faultOf = (route: string, status: number): string[] =>
  status >= 500 || (route.startsWith('POST') && status > 0 && status < 400) ? [`${route} ${status}`] : [];

it.each(BODIES)('a body that is %s is refused everywhere', async (_, body, headers) => {
  const faults: string[] = [];
  for (const route of PUBLIC) faults.push(...faultOf(route, await withBody(route, body, headers)));
  expect(faults).toEqual([]);
  await isAlive();
});

it.each(BODIES)('a signature header does not make a body that is %s better', async (_, body, headers) => {
  const faults: string[] = [];
  for (const signature of ['t=1,v1=ab', signatureOf(body.toString('latin1')), 't=NaN,v1=', 'v1=', ','.repeat(1_000)]) {
    faults.push(...faultOf(WEBHOOK, await withBody(WEBHOOK, body, { ...headers, 'stripe-signature': signature })));
  }
  expect(faults).toEqual([]);
  await isAlive();
});

it.each(HEADERS)('%s is refused everywhere', async (_, header) => {
  const faults: string[] = [];
  for (const route of PUBLIC) {
    faults.push(...faultOf(route, await send(`${route} HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`)));
  }
  expect(faults).toEqual([]);
  await isAlive();
});

it.each([
  'GET /%00 HTTP/1.1',
  'GET /%ff%fe HTTP/1.1',
  'GET /../../etc/passwd HTTP/1.1',
  'GET /console/..%2f..%2fpackage.json HTTP/1.1',
  'GET /console/assets/%2e%2e/%2e%2e/package.json HTTP/1.1',
  'GET /docs/..%5c..%5cpackage.json HTTP/1.1',
  `GET /${'a'.repeat(60_000)} HTTP/1.1`,
  'GET //webhooks//stripe HTTP/1.1',
  'GET http://elsewhere.example/health HTTP/1.1',
  'TRACE /health HTTP/1.1',
  'CONNECT elsewhere.example:443 HTTP/1.1',
  'PRI * HTTP/2.0',
  'GET /health HTTP/0.9',
])('%s gives nothing away', async (line) => {
  const status = await send(`${line}\r\nHost: x\r\n\r\n`);
  expect(status).toBeLessThan(500);
  await isAlive();
});

it('300 callers who send half and wait keep nobody from being served, and cost little', async () => {
  await withBody(WEBHOOK, BOMB, { 'content-encoding': 'gzip', 'stripe-signature': 't=1,v1=ab' });
  const before = memory();
  const waiting = Array.from({ length: 300 }, (_, i) => {
    const socket = open();
    const route = PUBLIC[i % PUBLIC.length] ?? '';
    socket.write(`${route} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`);
    if (i % 3 > 0) socket.write(`Stripe-Signature: t=1,v1=ab\r\nContent-Length: ${MEGABYTE}\r\n\r\n{"id":`);
    return socket;
  });
  try {
    for (let round = 0; round < 20; round += 1) await isAlive();
    expect((await fetch(`${backend.url}/health`)).status).toBe(200);
    expect(memory() - before).toBeLessThan(64 * MEGABYTE);
  } finally {
    for (const socket of waiting) socket.destroy();
  }
  await isAlive();
});

it('nothing that was refused has left a row, and nothing was a fault', async () => {
  const [line = ''] = backend
    .output()
    .split('\n')
    .filter((text) => /"level":(50|60)/.test(text));
  expect(line).toBe('');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(`SELECT event_type FROM stripe_event_log WHERE event_type <> 'made.up'`);
  await client.end();
  expect(rows).toEqual([]);
});

/** Bytes that are resident. */
function memory(): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${backend.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
