import { setTimeout as delay } from 'node:timers/promises';
import { SchedulerRegistry } from '@nestjs/schedule';
import { createApp } from '../../src/app.js';
import { loadEnv } from '../../src/config/env.js';
import { AlertSchedule } from '../../src/operations/alerts/alert.schedule.js';
import { incidentsOf, look, lookNoMore, mend, messagesOf, waitTenMinutes, wrongEvent } from '../support/alerts.js';
import { startBackend, type Backend } from '../support/backend.js';
import { MailServer } from '../support/mail-server.js';
import { mailSettings } from '../support/notifications.js';

let mail: MailServer;
let one: Backend;
let other: Backend;

/** Neither settles events: where all workers are gone, somebody has to say so. */
beforeAll(async () => {
  mail = await MailServer.start();
  const options = { queue: 'Bull', env: { ...mailSettings(mail), ROLE: 'api' } } as const;
  one = await startBackend(options);
  other = await startBackend({ ...options, databaseUrl: one.databaseUrl });
  for (const backend of [one, other]) lookNoMore(backend);
});
afterEach(async () => {
  await mend(one);
  await one.query('DELETE FROM alert_incidents');
  await one.query('DELETE FROM outbox');
  mail.received.length = 0;
});
afterAll(async () => {
  await other.close();
  await one.close();
  await mail.down();
});

async function eventually(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await condition()); await delay(20)) {
    if (Date.now() > deadline) throw new Error(`did not come true: ${JSON.stringify(await messagesOf(one))}`);
  }
}
const leases = async () => (await one.query<{ holder: string }>(`SELECT holder FROM leases WHERE name = 'alerts'`))[0];

it('all at once, and without a worker: one incident, one message, one recovery', async () => {
  await wrongEvent(one, 900);
  const all = () => Promise.all([one, other, one, other, one, other].map(look));
  await all();
  expect(await incidentsOf(one)).toMatchObject([{ alert: 'CountinghouseBacklogOverdue' }]);
  await eventually(async () => (await messagesOf(one)).join() === 'opened email sent');
  expect(mail.received).toHaveLength(1);

  await mend(one);
  await all();
  await waitTenMinutes(one);
  await all();
  await eventually(async () => (await messagesOf(one)).join() === 'opened email sent,resolved email sent');
  expect(mail.received).toHaveLength(2);
  expect(await incidentsOf(one)).toMatchObject([{ isOver: true }]);
});

it('leaves what is the workers’ to the workers', async () => {
  await one.query(`INSERT INTO outbox (topic, business_key, payload) VALUES ('tenants', 'a-fan-out', '{}')`);
  await wrongEvent(one, 900);
  await look(one);
  await eventually(async () => (await messagesOf(one)).join() === 'opened email sent');
  expect(await one.query(`SELECT status, attempts FROM outbox WHERE topic = 'tenants'`)).toEqual([
    { status: 'pending', attempts: 0 },
  ]);
});

it('one looks and goes on; another takes over when it ends', async () => {
  await wrongEvent(one, 900);
  const first = await startBackend({ databaseUrl: one.databaseUrl });
  first.app.get(AlertSchedule).look();
  await eventually(async () => (await incidentsOf(one)).length === 1);
  const held = await leases();
  expect(held).toBeDefined();

  await mend(one);
  other.app.get(AlertSchedule).look();
  other.app.get(AlertSchedule).look();
  await delay(300);
  expect([await leases(), (await incidentsOf(one))[0]?.isClear]).toEqual([held, false]); // it has not looked

  await first.close();
  await eventually(async () => (await leases()) === undefined);
  other.app.get(AlertSchedule).look();
  await eventually(async () => (await incidentsOf(one))[0]?.isClear === true);
  expect((await leases())?.holder).not.toBe(held?.holder);
}, 120_000);

it('a backend that listens looks by itself; a command does not', async () => {
  expect(one.app.get(SchedulerRegistry).getIntervals()).toContain('alerts');
  const command = await createApp(loadEnv({ NODE_ENV: 'test', DATABASE_URL: one.databaseUrl, LOG_LEVEL: 'silent' }));
  try {
    await command.init();
    expect(command.get(SchedulerRegistry).getIntervals()).not.toContain('alerts');
  } finally {
    await command.close();
  }
});
