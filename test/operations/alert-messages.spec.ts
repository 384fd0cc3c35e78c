import { DataSource } from 'typeorm';
import { loadEnv } from '../../src/config/env.js';
import { inTransaction } from '../../src/database/in-transaction.js';
import { IncidentMessages } from '../../src/operations/alerts/incident-messages.js';
import { IncidentRepository } from '../../src/operations/alerts/incident.repository.js';
import { OutboxRepository } from '../../src/outbox/outbox.repository.js';
import {
  incidentsOf,
  look,
  lookNoMore,
  mend,
  messagesOf,
  tryAgain,
  waitTenMinutes,
  wrongEvent,
} from '../support/alerts.js';
import { call, createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { MailServer } from '../support/mail-server.js';
import { mailSettings, OPERATOR, until } from '../support/notifications.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let mail: MailServer;
let webhook: WebhookReceiver;
let settings: Record<string, string>;
let backend: Backend;

beforeAll(async () => {
  mail = await MailServer.start();
  webhook = await WebhookReceiver.start();
  settings = {
    ...mailSettings(mail),
    NOTIFICATION_WEBHOOK_URL: `${webhook.url}/alerts`,
    NOTIFICATION_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SWEEP_INTERVAL_SECONDS: '3600', // which would take up what is wrong
  };
  backend = await startBackend({ env: settings });
  lookNoMore(backend);
});
afterEach(async () => {
  mail.mood = 'accept';
  if (!mail.isUp) await mail.up();
  await mend(backend);
  await backend.query('DELETE FROM alert_incidents');
  await backend.query('DELETE FROM outbox');
  mail.received.length = 0;
  webhook.received.length = 0;
});
afterAll(async () => {
  await backend.close();
  await webhook.close();
  await mail.down();
});

const subjects = () => mail.received.map(({ header }) => header('Subject'));

interface Told {
  readonly type: string;
  readonly data: { readonly alert: Record<string, unknown>; readonly object: string; readonly text: string };
}
const told = (): Told[] => webhook.received.map(({ body }) => JSON.parse(body) as Told);

/** Somebody has mended it, and ten minutes have passed. */
async function recover(): Promise<void> {
  await mend(backend);
  await look(backend);
  await waitTenMinutes(backend);
  await look(backend);
}

describe('the operator is told', () => {
  it('once of each incident, and once when it is over, by mail and by webhook', async () => {
    await wrongEvent(backend);
    for (let i = 0; i < 3; i += 1) await look(backend);
    await backend.settled();
    expect(mail.received).toHaveLength(1);
    const [received] = mail.received;
    expect(received?.to).toEqual([OPERATOR]);
    expect(subjects()).toEqual(['Something is wrong: CountinghouseDeadEvents, 1 event (critical)']);
    expect(received?.text).toContain('Events have no attempt left');
    expect(received?.text).toContain('What to do: docs/runbook.md#countinghousedeadevents');
    expect(told()).toMatchObject([
      {
        type: 'alert.opened',
        data: {
          audience: 'operator',
          object: expect.stringMatching(/^incident_/) as string,
          alert: {
            name: 'CountinghouseDeadEvents',
            severity: 'critical',
            value: '1 event',
            openedAt: expect.any(String) as string,
            resolvedAt: null,
            runbook: 'docs/runbook.md#countinghousedeadevents',
          },
        },
      },
    ]);

    await recover();
    await look(backend);
    await backend.settled();
    expect(subjects().slice(1)).toEqual(['It is right again: CountinghouseDeadEvents']);
    expect(mail.received[1]?.header('Message-ID')).not.toBe(received?.header('Message-ID'));
    expect(told().slice(1)).toMatchObject([
      { type: 'alert.resolved', data: { alert: { resolvedAt: expect.any(String) as string } } },
    ]);

    const as = await createKey(backend, ['operations']);
    const { body } = await call<{ data: { messages: object[] }[] }>(backend, 'GET', '/operations/alerts', { as });
    const settledAt = expect.any(String) as string;
    expect(body.data[0]?.messages).toEqual([
      { about: 'opened', channel: 'email', status: 'sent', settledAt },
      { about: 'opened', channel: 'webhook', status: 'sent', settledAt },
      { about: 'resolved', channel: 'email', status: 'sent', settledAt },
      { about: 'resolved', channel: 'webhook', status: 'sent', settledAt },
    ]);
  });

  it('of what flaps once', async () => {
    await wrongEvent(backend, 400);
    await look(backend);
    await until(backend, async () => (await messagesOf(backend)).every((message) => message.endsWith(' sent')));
    for (let i = 0; i < 3; i += 1) {
      await mend(backend);
      await look(backend);
      await wrongEvent(backend, 400);
      await look(backend);
    }
    expect(await messagesOf(backend)).toEqual(['opened email sent', 'opened webhook sent']);
    expect(subjects()).toEqual([
      'Something is wrong: CountinghouseBacklogOverdue, 1 event due, one of them for 6 min (critical)',
    ]);
    await mend(backend);
    await look(backend);
    await waitTenMinutes(backend);
    await look(backend);
    await backend.settled();
    expect(told().map(({ type }) => type)).toEqual(['alert.opened', 'alert.resolved']);
    expect(mail.received).toHaveLength(2);
  });

  it('of what is one of the four, and of nothing else', async () => {
    await backend.query(
      `INSERT INTO outbox (topic, business_key, payload, created_at, next_attempt_at)
       VALUES ('nobody-delivers', 'a', '{}', now() - interval '2 hours', now() + interval '1 hour')`,
    );
    await look(backend);
    expect(await incidentsOf(backend)).toMatchObject([{ alert: 'CountinghouseOutboxStuck' }]);
    expect(await messagesOf(backend)).toEqual([]);
  });
});

describe('a mail server that is gone', () => {
  it('loses nothing: the incident is told when it is back, and its end as well', async () => {
    await mail.down();
    await wrongEvent(backend);
    await look(backend);
    await until(backend, async () => (await messagesOf(backend)).includes('opened webhook sent'));
    await wrongEvent(backend);
    await look(backend);
    await mail.up();
    await until(backend, () => mail.received.length > 0);
    expect(subjects()).toEqual(['Something is wrong: CountinghouseDeadEvents, 2 events (critical)']); // as it is now
    await recover();
    await until(backend, () => mail.received.length > 1);
    expect(subjects()[1]).toBe('It is right again: CountinghouseDeadEvents');
    expect(told().map(({ type }) => type)).toEqual(['alert.opened', 'alert.resolved']);
  }, 40_000);

  it('and an incident that is over before it is back: nothing is sent, of neither; who was told hears of the end', async () => {
    await mail.down();
    await wrongEvent(backend);
    await look(backend);
    await until(backend, async () => (await messagesOf(backend)).includes('opened webhook sent'));
    await mend(backend);
    await look(backend);
    await mail.up();
    await tryAgain(backend); // it seems to be over: it may go on, so the message waits
    expect(await messagesOf(backend)).toContain('opened email pending');
    await waitTenMinutes(backend);
    await look(backend);
    await until(backend, async () => !(await messagesOf(backend)).some((message) => message.endsWith('pending')));
    expect(await messagesOf(backend)).toEqual([
      'opened email obsolete',
      'opened webhook sent',
      'resolved email obsolete',
      'resolved webhook sent',
    ]);
    expect(mail.received).toEqual([]);
  }, 40_000);
});

it('nobody is told who wants to hear nothing, or cannot: incidents are noted all the same', async () => {
  await wrongEvent(backend);
  await look(backend);
  const [incident] = await backend.app.get(IncidentRepository).open();
  await backend.query('DELETE FROM outbox');
  const dataSource = backend.app.get(DataSource);
  const write = async (env: Record<string, string>): Promise<string[]> => {
    const messages = new IncidentMessages(
      loadEnv({ NODE_ENV: 'test', DATABASE_URL: backend.databaseUrl, ...env }),
      dataSource,
      backend.app.get(OutboxRepository),
    );
    if (incident) await inTransaction(dataSource, (tx) => messages.add(tx, 'resolved', incident));
    const written = await messagesOf(backend);
    await backend.query('DELETE FROM outbox');
    return written;
  };
  expect(await write({ ...settings, ALERT_MESSAGES: 'off' })).toEqual([]);
  expect(await write({ ...settings, NOTIFY: 'none' })).toEqual([]);
  expect(await write({ ...settings, NOTIFY: 'customer' })).toEqual([]);
  expect(await write({})).toEqual([]);
  expect(await write(settings)).toHaveLength(2);
});
