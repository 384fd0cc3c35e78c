import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../../src/app.js';
import { loadEnv } from '../../src/config/env.js';
import { OldProcessMinutes } from '../../src/operations/processes/old-process-minutes.js';
import { ProcessMinutes } from '../../src/operations/processes/process-minutes.repository.js';
import { startBackend, type Backend } from '../support/backend.js';
import { heartbeatByHand } from '../support/heartbeat.js';
import { post, stripeEvent } from '../support/signed-event.js';

let backend: Backend;
let beat: () => Promise<void>;
beforeAll(async () => {
  backend = await startBackend();
  while ((await rows())[0]?.minutes === 0) await delay(20);
  beat = heartbeatByHand(backend);
});
afterAll(() => backend.close());

const counted = (seconds = 3_600) => backend.app.get(ProcessMinutes, { strict: false }).countedWithin(seconds);
const forge = () => post(`${backend.url}/webhooks/stripe`, '{}', { 'stripe-signature': 't=1,v1=0' });
const charge = (id: string) =>
  stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount: 5, currency: 'usd' } });
const rows = () => backend.query<{ minutes: number }>('SELECT count(*)::int AS minutes FROM process_minutes');

it('a process tells of itself from its start on', async () => {
  const [row] = await backend.query<{ role: string; host: string; started_at: Date; stopped: boolean }>(
    'SELECT role, host, started_at, stopped FROM process_minutes',
  );
  expect(row).toMatchObject({ role: 'all', stopped: false, host: expect.stringMatching(/./) });
  expect(Date.now() - (row?.started_at.getTime() ?? 0)).toBeLessThan(60_000);
});

it('what it has counted is there as often as it was, however often it is told', async () => {
  const event = charge('ch_1');
  for (let n = 0; n < 3; n += 1) await post(`${backend.url}/webhooks/stripe`, event);
  for (let n = 0; n < 2; n += 1) await forge();
  await backend.settled();
  await beat();
  const first = await counted();
  expect(first).toMatchObject({ received: 1, redelivered: 2, settled: { processed: 1 }, retried: 0 });
  expect(first.answers).toEqual({ '200': 3, '400': 2 });
  expect(Object.values(first.refused)).toEqual([2]);
  expect(Object.values(first.acks).reduce((sum, count) => sum + count, 0)).toBe(3);
  await beat();
  expect(await counted()).toEqual(first);
  await forge();
  await beat();
  expect((await counted()).answers).toEqual({ '200': 3, '400': 3 });
});

it('a database that is away breaks nothing, and is told later', async () => {
  const before = await counted();
  await backend.query('ALTER TABLE process_minutes RENAME TO away');
  await forge();
  await beat();
  await forge();
  await beat();
  await backend.query('ALTER TABLE away RENAME TO process_minutes');
  expect(await counted()).toEqual(before);
  await beat();
  expect((await counted()).answers).toEqual({ ...before.answers, '400': (before.answers['400'] ?? 0) + 2 });
});

it('adds up what all processes have counted, of the time that is asked for', async () => {
  const add = (minutesAgo: number, refused: object) =>
    backend.query(
      `INSERT INTO process_minutes (process_id, minute, host, role, version, started_at, received, brought, redelivered,
                                    refused, answers, acks, settled, retried)
       VALUES (gen_random_uuid(), date_trunc('minute', now()) - $1 * interval '1 minute', 'x', 'api', '1', now(), 7, 1, 2,
               $2, '{"200": 9}', '{"0.01": 9}', '{"dead": 1}', 4)`,
      [minutesAgo, JSON.stringify(refused)],
    );
  const before = await counted(600);
  await add(5, { wrong_secret: 3 });
  await add(9, { wrong_secret: 4, not_json: 1 });
  await add(30, { wrong_secret: 100 });
  const now = await counted(600);
  expect(now).toMatchObject({
    received: before.received + 14,
    brought: 2,
    redelivered: before.redelivered + 4,
    retried: 8,
  });
  expect(now.refused).toMatchObject({ wrong_secret: (before.refused['wrong_secret'] ?? 0) + 7, not_json: 1 });
  expect(now.settled).toMatchObject({ dead: 2 });
  expect((await counted(3_600)).refused['wrong_secret']).toBe((now.refused['wrong_secret'] ?? 0) + 100);
});

it('is forgotten after two days', async () => {
  const [{ minutes } = { minutes: 0 }] = await rows();
  await backend.query(
    `UPDATE process_minutes SET minute = minute - interval '49 hours' WHERE refused @> '{"wrong_secret": 100}'`,
  );
  await backend.app.get(OldProcessMinutes, { strict: false }).delete();
  expect(await rows()).toEqual([{ minutes: minutes - 1 }]);
});

it('a command is no process of the backend’s', async () => {
  const [before] = await rows();
  const app = await createApp(
    loadEnv({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: backend.databaseUrl,
      RECONCILE_INTERVAL_SECONDS: 'off',
    }),
  );
  await app.init();
  await app.close();
  expect(await rows()).toEqual([before]);
});

it('says when it ends', async () => {
  const second = await startBackend({ databaseUrl: backend.databaseUrl });
  await second.close();
  expect(await backend.query('SELECT DISTINCT stopped FROM process_minutes WHERE stopped')).toEqual([
    { stopped: true },
  ]);
});
