import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { OverviewAnswer } from '../../src/operations/overview/overview.answers.js';
import { OverviewRepository } from '../../src/operations/overview/overview.repository.js';
import { ConsoleSessionRepository } from '../../src/auth/console-session.repository.js';
import { call, createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { watch, type EventStream } from '../support/event-stream.js';
import { post, stripeEvent } from '../support/signed-event.js';

const LIVE = '/operations/live';

let backend: Backend;
let key: string;
const streams: EventStream[] = [];

/** The clock of the process, set forward: nobody waits for half a minute. */
let ahead = 0;
/** Where it stands still, for a while. */
let standing: number | undefined;
const clock = performance.now.bind(performance);

beforeAll(async () => {
  jest.spyOn(performance, 'now').mockImplementation(() => standing ?? clock() + ahead);
  backend = await startBackend({ env: { RATE_LIMIT_PER_MINUTE: '60' } });
  key = await createKey(backend, ['operations']);
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.leave();
});
afterAll(async () => {
  await backend.close();
  jest.restoreAllMocks();
});

async function open(as: string | Record<string, string> = key): Promise<EventStream> {
  const stream = await watch(backend, LIVE, as);
  streams.push(stream);
  return stream;
}
const overviewIn = ({ data }: { readonly data: unknown }) => data as OverviewAnswer;
const send = (id: string) =>
  post(
    `${backend.url}/webhooks/stripe`,
    stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount: 5, currency: 'usd' } }),
  );

it('begins with the overview, tells each change of it, and nothing twice', async () => {
  standing = performance.now(); // within a second the same overview is shown again
  const stream = await open();
  expect(stream.status).toBe(200);
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  const first = overviewIn(await stream.next('overview'));
  const { body } = await call<OverviewAnswer>(backend, 'GET', '/operations/overview', { as: key });
  standing = undefined;
  expect({ ...first, at: '' }).toEqual({ ...body, at: '' });
  await send('ch_1');
  await backend.settled();
  let second = first;
  for (let after = 1; second.lastWebhookAt === first.lastWebhookAt; after += 1) {
    second = overviewIn(await stream.next('overview', after));
  }
  expect(Date.parse(second.lastWebhookAt ?? '')).toBeGreaterThan(Date.parse(first.lastWebhookAt ?? '1970-01-01'));
  const said = stream.events.map(({ data }) => JSON.stringify({ ...overviewIn({ data }), at: '' }));
  expect(new Set(said).size).toBe(said.length);
});

it('reads once for all who watch, and not at all when nobody does', async () => {
  await backend.settled();
  const reads = jest.spyOn(backend.app.get(OverviewRepository, { strict: false }), 'read');
  const three = await Promise.all([open(), open(), open()]);
  await Promise.all(three.map((stream) => stream.next('overview')));
  const readsWithin = async (milliseconds: number): Promise<{ count: number; seconds: number }> => {
    reads.mockClear();
    const began = clock();
    await delay(milliseconds);
    return { count: reads.mock.calls.length, seconds: (clock() - began) / 1_000 };
  };
  const watched = await readsWithin(2_100);
  expect(watched.count).toBeGreaterThan(0);
  expect(watched.count).toBeLessThanOrEqual(1 + watched.seconds / 2);
  for (const stream of three) stream.leave();
  for (const deadline = clock() + 20_000; (await readsWithin(2_100)).count > 0;) {
    expect(clock()).toBeLessThan(deadline);
  }
  reads.mockRestore();
});

it('goes on when the caller has used up its requests', async () => {
  const stream = await open();
  await stream.next('overview');
  let last = 200;
  for (let n = 0; n < 80 && last === 200; n += 1) {
    last = (await call(backend, 'GET', '/operations/overview', { as: key })).status;
  }
  expect(last).toBe(429);
  const told = stream.events.length;
  await send('ch_2');
  await stream.next('overview', told);
  expect(stream.hasEnded()).toBe(false);
});

it('says when the overview cannot be read, and when it can again', async () => {
  const stream = await open(await createKey(backend, ['operations']));
  await stream.next('overview');
  await backend.query('ALTER TABLE process_minutes RENAME TO away');
  await stream.next('unavailable');
  const away = await call(backend, 'GET', '/operations/overview', { as: await createKey(backend, ['operations']) });
  expect([away.status, away.body['code']]).toEqual([503, 'unavailable']);
  const told = stream.events.length;
  await backend.query('ALTER TABLE away RENAME TO process_minutes');
  await stream.next('overview', told);
});

it('lets a silent proxy know that it is there, and ends when the key is revoked, and only then', async () => {
  const [stays, goes] = [
    await createKey(backend, ['operations']),
    await createKey(backend, ['operations'], { name: 'goes' }),
  ];
  const [one, other] = [await open(stays), await open(goes)];
  await Promise.all([one.next('overview'), other.next('overview')]);
  await backend.query(`UPDATE api_keys SET revoked_at = now() WHERE name = 'goes'`);
  ahead += 31_000;
  await other.ended();
  await one.next('heartbeat');
  expect(one.hasEnded()).toBe(false);
});

it('has room for fifty, and for five of one caller', async () => {
  const keys = await Promise.all(Array.from({ length: 11 }, () => createKey(backend, ['operations'])));
  const [first = '', last = ''] = [keys[0], keys[10]];
  const own = await Promise.all(Array.from({ length: 5 }, () => open(first)));
  const sixth = await call(backend, 'GET', LIVE, { as: first });
  expect([sixth.status, sixth.body['code'], sixth.headers.get('retry-after')]).toEqual([
    429,
    'too_many_requests',
    '30',
  ]);
  const others = await Promise.all(keys.slice(1, 10).flatMap((as) => Array.from({ length: 5 }, () => open(as))));
  expect(new Set([...own, ...others].map(({ status }) => status))).toEqual(new Set([200]));
  const { status, body, headers } = await call(backend, 'GET', LIVE, { as: last });
  expect([status, body['code'], headers.get('retry-after')]).toEqual([503, 'overloaded', '5']);
  own[0]?.leave();
  const deadline = clock() + 20_000;
  while ((await open(first)).status !== 200) expect(clock()).toBeLessThan(deadline);
});

it('keeps no session of the console alive, and ends with it', async () => {
  const mark = { 'x-countinghouse-console': '1' };
  const signedIn = await call(backend, 'POST', '/console/session', {
    body: { token: await createKey(backend, ['operations']) },
    headers: { ...mark, origin: backend.url },
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const seen = async (minutes: number) => {
    await backend.query(`UPDATE console_sessions SET last_seen_at = now() - $1 * interval '1 minute'`, [minutes]);
  };
  await seen(50);
  const stream = await open({ cookie, 'x-countinghouse-console': 'unattended' });
  await stream.next('overview');
  const validations = jest.spyOn(backend.app.get(ConsoleSessionRepository, { strict: false }), 'valid');
  ahead += 31_000; // it is asked again whether the watcher may
  for (const deadline = Date.now() + 10_000; validations.mock.calls.length === 0; await delay(20)) {
    if (Date.now() > deadline) throw new Error('nobody has asked again');
  }
  validations.mockRestore();
  await delay(100);
  expect(
    await backend.query(`SELECT last_seen_at < now() - interval '49 minutes' AS is_old FROM console_sessions`),
  ).toEqual([{ is_old: true }]);
  await seen(61);
  ahead += 31_000;
  await stream.ended();
});

it('ends at once when the process does, also for those who do not read', async () => {
  const second = await startBackend({ databaseUrl: backend.databaseUrl });
  const reader = await watch(second, LIVE, key);
  await reader.next('overview');
  const { port, hostname } = new URL(second.url);
  const silent = connect(Number(port), hostname);
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  silent.pause();
  silent.write(`GET ${LIVE} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n`);
  await delay(300);
  const began = clock();
  await second.close();
  expect(clock() - began).toBeLessThan(20_000);
  await reader.ended();
  silent.destroy();
});
