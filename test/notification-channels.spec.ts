import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { EventWorker } from '../src/webhooks/event-worker.js';
import { startBackend, type Backend, type BackendOptions } from './support/backend.js';
import { startProcess } from './support/backend-process.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { freePort } from './support/free-port.js';
import { MailServer } from './support/mail-server.js';
import { entries, failedPayment, mailSettings, OPERATOR, tell, tellLast, until } from './support/notifications.js';
import { post, stripeEvent } from './support/signed-event.js';
import { WebhookReceiver, type ReceivedWebhook } from './support/webhook-receiver.js';

jest.setTimeout(180_000);

const KEY = Buffer.alloc(32, 7);
const dispute = {
  id: 'du_1',
  object: 'dispute',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  status: 'needs_response',
  reason: 'fraudulent',
  amount: 1_900,
  currency: 'eur',
};

let mail: MailServer;
let receiver: WebhookReceiver;
let database: TestDatabase;
const running: Backend[] = [];

beforeEach(async () => {
  [mail, receiver, database] = await Promise.all([MailServer.start(), WebhookReceiver.start(), cloneDatabase()]);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((backend) => backend.close()));
  await Promise.all([mail.down(), receiver.close()]);
  await database.drop();
});

async function start(env: NonNullable<BackendOptions['env']>): Promise<Backend> {
  const backend = await startBackend({ env, databaseUrl: database.url });
  running.push(backend);
  return backend;
}

const webhookSettings = () => ({
  NOTIFICATION_WEBHOOK_URL: `${receiver.url}/hooks`,
  NOTIFICATION_WEBHOOK_SECRET: `whsec_${KEY.toString('base64')}`,
});

/** As docs/notifications.md tells a receiver to do it. */
function isGenuine({ headers, body }: ReceivedWebhook): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  const expected = createHmac('sha256', KEY)
    .update(`${String(id)}.${String(timestamp)}.${body}`)
    .digest();
  const isNow = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  const given = String(signatures)
    .split(' ')
    .map((signature) => Buffer.from(signature.replace('v1,', ''), 'base64'));
  return isNow && given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

describe('the webhook', () => {
  it('is signed, and has the words and what they are about', async () => {
    const backend = await start({ ...webhookSettings(), NOTIFY: 'customer' });
    const { invoice, news } = failedPayment();
    await tellLast(backend, news(), ['invoice.payment_failed']);
    await backend.settled();
    expect(receiver.received).toHaveLength(1);
    const [received] = receiver.received;
    if (!received) throw new Error('nothing was received');
    expect(isGenuine(received)).toBe(true);
    expect(isGenuine({ ...received, body: received.body.replace('19.00', '1.00') })).toBe(false);
    expect(received.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(received.headers['content-type']).toBe('application/json');
    expect(JSON.parse(received.body)).toEqual({
      type: 'invoice.payment_failed',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: {
        audience: 'customer',
        account: null,
        livemode: false,
        object: invoice,
        attempt: 1,
        recipient: { customer: expect.stringMatching(/^cus_/), email: 'jenny@example.com', name: 'Jenny Rosen' },
        subject: 'Your payment of $19.00 did not go through',
        text: expect.stringContaining('Hello Jenny Rosen,'),
        html: expect.stringContaining('<!doctype html>'),
      },
    });
  });

  it.each([500, 302, 400])(
    'that answers %d gets it again; the mail that was sent is not sent again',
    async (status) => {
      receiver.status = status;
      const backend = await start({ ...webhookSettings(), ...mailSettings(mail) });
      await tellLast(backend, failedPayment().news(), ['invoice.payment_failed']);
      await until(backend, async () => (await entries(backend))[0]?.status === 'sent' && receiver.received.length >= 3);
      expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/hooks'])); // no redirect is followed
      expect(await entries(backend)).toMatchObject([
        { topic: 'notification-email', status: 'sent', attempts: 1 },
        {
          topic: 'notification-webhook',
          status: 'pending',
          last_error: `The notification was not taken. — the webhook answered ${status}`,
        },
      ]);
      receiver.status = 200;
      const count = receiver.received.length;
      await until(backend, () => receiver.received.length > count);
      await backend.settled();
      expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(mail.received).toHaveLength(1);
    },
  );
});

describe('who is told', () => {
  const disputed = (account?: string) =>
    stripeEvent({ type: 'charge.dispute.created', object: dispute, ...(account && { account }) });

  it('the operator alone, unless customers are asked for; and a replay after that tells no old stories', async () => {
    const { NOTIFY: _, ...settings } = mailSettings(mail);
    const backend = await start(settings);
    await tell(backend, [...failedPayment().news(), disputed()]);
    await backend.settled();
    expect(mail.received.map(({ to }) => to)).toEqual([[OPERATOR]]);
    await backend.app.close();

    const asked = await start(mailSettings(mail));
    await asked.query(`UPDATE stripe_event_log SET status = 'received', next_attempt_at = now()`);
    asked.app.get(EventWorker).wake();
    await asked.settled();
    expect(mail.received).toHaveLength(1);
    await tell(asked, failedPayment().news());
    await asked.settled();
    expect(mail.received.map(({ to }) => to)).toEqual([[OPERATOR], ['jenny@example.com']]);
  });

  it('of a connected account the operator, by name of the account, and never its customers', async () => {
    const backend = await start(mailSettings(mail));
    const theirs = failedPayment().news();
    await tell(backend, [...theirs.map((event) => ({ ...event, account: 'acct_7' })), disputed('acct_7')]);
    await backend.settled();
    expect(await backend.query(`SELECT status FROM invoices WHERE account = 'acct_7'`)).toEqual([{ status: 'open' }]);
    expect(mail.received.map(({ to }) => to)).toEqual([[OPERATOR]]);
    expect(mail.received[0]?.header('Subject')).toBe('Dispute over a payment of €19.00 to acct_7');
    expect(mail.received[0]?.text).toContain('Account: acct_7');
  });

  it('nobody with NOTIFY=none', async () => {
    const backend = await start({ ...mailSettings(mail), NOTIFY: 'none' });
    await tell(backend, [...failedPayment().news(), disputed()]);
    await backend.settled();
    expect(await entries(backend)).toEqual([]);
    expect(mail.received).toEqual([]);
  });
});

describe('templates', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'templates-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('of one’s own take the place of ours', async () => {
    writeFileSync(join(directory, 'invoice.payment_failed.subject'), 'Bonjour {{customer_name}}');
    const backend = await start({ ...mailSettings(mail), NOTIFICATION_TEMPLATES_DIR: directory });
    await tell(backend, failedPayment().news());
    await backend.settled();
    expect(mail.received[0]?.header('Subject')).toBe('Bonjour Jenny Rosen');
    expect(mail.received[0]?.text).toContain('we could not collect');
  });

  it('that are broken stop the start, by name', async () => {
    writeFileSync(join(directory, 'review.opened.html'), '<p>{{#if amount}}</p>');
    const failed = startProcess('src/main.ts', {
      DATABASE_URL: database.url,
      NOTIFICATION_TEMPLATES_DIR: directory,
    });
    await expect(failed).rejects.toThrow(/The template \S+review\.opened\.html is broken: Parse error/);
  });
});

/** Runs until each of these words stands in one of the lines with this message. */
async function logOf(env: Readonly<Record<string, string>>, events: readonly object[], line: string, words: string[]) {
  const started = await startProcess('src/main.ts', { DATABASE_URL: database.url, LOG_LEVEL: 'trace', ...env });
  const found = () =>
    started
      .output()
      .split('\n')
      .slice(0, -1) // it may be under way
      .filter((text) => text.includes(`"msg":"${line}"`));
  const isThere = (word: string) => found().some((text) => text.includes(word));
  try {
    for (const event of events) expect((await post(`${started.url}/webhooks/stripe`, event)).status).toBe(200);
    for (const deadline = Date.now() + 30_000; !words.every(isThere) && Date.now() < deadline;) await delay(50);
    return { lines: found().map((text): unknown => JSON.parse(text)), output: started.output() };
  } finally {
    started.signal('SIGTERM');
    await started.ended;
  }
}

it('with nothing to send by, the log says what would be sent, and nothing of a person', async () => {
  const { invoice, news } = failedPayment();
  const { lines, output } = await logOf({}, news(), 'notification', [invoice]);
  expect(lines).toMatchObject([
    { notification: 'invoice.payment_failed', audience: 'customer', object: invoice, attempt: 1, level: 30 },
  ]);
  expect(output).not.toMatch(/jenny|rosen|19\.00|invoice\.stripe\.com/i);
});

it('where nothing answers, no password, secret or address is logged', async () => {
  const nobody = `127.0.0.1:${await freePort()}`;
  const env = {
    ...mailSettings(mail),
    SMTP_URL: `smtp://mailer:hunter2-password@${nobody}`,
    NOTIFICATION_WEBHOOK_URL: `http://${nobody}/hooks?token=hunter2-token`,
    NOTIFICATION_WEBHOOK_SECRET: webhookSettings().NOTIFICATION_WEBHOOK_SECRET,
  };
  const reasons = ['ESOCKET CONN', 'the webhook did not answer: ECONNREFUSED'];
  const { lines, output } = await logOf(env, failedPayment().news(), 'outbox entry failed', reasons);
  for (const reason of reasons) expect(JSON.stringify(lines)).toContain(reason);
  expect(output).not.toMatch(/hunter2|mailer|whsec_|jenny|rosen|operator@|billing@/i);
});
