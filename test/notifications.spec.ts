import { jest } from '@jest/globals';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { OutboxRunner } from '../src/outbox/outbox.runner.js';
import { EventWorker } from '../src/webhooks/event-worker.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { MailServer } from './support/mail-server.js';
import {
  entries,
  failedPayment,
  mailSettings,
  nowInSeconds,
  retry,
  tell,
  tellLast,
  until,
  withOther,
} from './support/notifications.js';

jest.setTimeout(180_000);

let mail: MailServer;
let backend: Backend;

beforeAll(async () => {
  mail = await MailServer.start();
  backend = await startBackend({ env: mailSettings(mail) });
});
afterEach(async () => {
  mail.mood = 'accept';
  if (!mail.isUp) await mail.up();
  await backend.query('DELETE FROM outbox');
  mail.received.length = 0;
});
afterAll(async () => {
  await backend.close();
  await mail.down();
});

describe('a payment that failed', () => {
  it('is told to the customer, with the amount and where to pay it', async () => {
    const { url, news } = failedPayment();
    await tellLast(backend, news(), ['invoice.payment_failed']);
    await backend.settled();
    expect(mail.received).toHaveLength(1);
    const [received] = mail.received;
    expect(received).toMatchObject({ from: 'billing@acme.example', to: ['jenny@example.com'] });
    expect(received?.header('From')).toBe('Acme <billing@acme.example>');
    expect(received?.header('To')).toBe('jenny@example.com');
    expect(received?.header('Subject')).toBe('Your payment of $19.00 did not go through');
    expect(received?.header('Message-ID')).toMatch(/^<msg_[0-9a-f]{32}@acme\.example>$/);
    expect(received?.header('Auto-Submitted')).toBe('auto-generated');
    expect(received?.text).toContain('Hello Jenny Rosen,');
    expect(received?.text).toContain(`\n${url}`);
    expect(received?.text).toContain(`<a href="${url}">`);
    const [entry] = await entries(backend);
    expect(entry).toEqual({ topic: 'notification-email', status: 'sent', attempts: 1, last_error: null });
  });

  it('a second attempt is a second message; a replay of everything is none', async () => {
    const { engine, invoice, news } = failedPayment();
    engine.invoices.pay(invoice, { payment_method: 'pm_card_chargeCustomerFail' });
    await tell(backend, news());
    await backend.settled();
    const ids = mail.received.map(({ header }) => header('Message-ID'));
    expect(new Set(ids).size).toBe(2);

    await backend.query(`UPDATE stripe_event_log SET status = 'received', next_attempt_at = now()
                          WHERE object_key = '${invoice}'`);
    backend.app.get(EventWorker).wake();
    await backend.settled();
    expect(mail.received).toHaveLength(2);
  });

  it('is one message when the bank wants to see the customer, although Stripe tells it under two names', async () => {
    const { url, news } = failedPayment('pm_card_authenticationRequired');
    const events = news();
    const types = events.map(({ type }) => type);
    const names = ['invoice.payment_failed', 'invoice.payment_action_required'];
    expect(types).toEqual(expect.arrayContaining(names));
    await tellLast(backend, events, names);
    await backend.settled();
    expect(mail.received.map(({ header }) => header('Subject'))).toEqual(['Please confirm your payment of $19.00']);
    expect(mail.received[0]?.text).toContain(url);
  });

  it('is mailed to nobody when the customer has no address, or one that is more than an address', async () => {
    await tell(backend, withOther(failedPayment().news(), { 'jenny@example.com': null }));
    const two = 'jenny@example.com\r\nBcc: eve@example.com';
    await tell(backend, withOther(failedPayment().news(), { 'jenny@example.com': two }));
    await backend.settled();
    expect((await entries(backend)).map(({ status }) => status)).toEqual(['obsolete', 'obsolete']);
    expect(mail.received).toEqual([]);
  });

  it('waits for a customer who has not arrived yet, some hours and not for ever', async () => {
    const events = failedPayment().news();
    const ofCustomer = (event: { type: string }) => /^customer\.(created|updated)$/.test(event.type);
    await tell(
      backend,
      events.filter((event) => !ofCustomer(event)),
    );
    await until(backend, async () => (await entries(backend)).some(({ last_error }) => last_error !== null));
    expect(await entries(backend)).toMatchObject([
      { status: 'pending', last_error: expect.stringContaining('the customer has not arrived yet') },
    ]);
    await tell(backend, events.filter(ofCustomer));
    await until(backend, () => mail.received.length > 0);
    expect(mail.received[0]?.to).toEqual(['jenny@example.com']);
    await backend.settled();

    await tell(
      backend,
      failedPayment()
        .news()
        .filter((event) => !ofCustomer(event)),
    );
    await until(backend, async () => (await entries(backend)).some(({ last_error: error }) => error !== null));
    await backend.query(`UPDATE outbox SET attempts = 13, next_attempt_at = now() WHERE status = 'pending'`);
    backend.app.get(OutboxRunner).wake();
    await backend.settled();
    expect((await entries(backend)).map(({ status }) => status)).toEqual(['sent', 'obsolete']);
  });

  it('a name cannot add a header, nor HTML', async () => {
    const name = 'Jenny\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>';
    await tell(backend, withOther(failedPayment().news(), { 'Jenny Rosen': name }));
    await backend.settled();
    const [received] = mail.received;
    expect(received?.to).toEqual(['jenny@example.com']);
    expect(received?.header('Bcc')).toBeUndefined();
    expect(received?.text).toContain('Hello Jenny Bcc: eve@example.com <script>');
    expect(received?.text).toContain('Hello Jenny Bcc: eve@example.com &lt;script&gt;');
  });
});

it('shuffled, doubled and told under two ids: a message for each attempt, none once it is paid', async () => {
  const sandbox = await StripeSandbox.start({ seed: 'notifications', startAt: nowInSeconds() });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  sandbox.deliveries.setHostility({ shuffle: 'whole', duplicateProbability: 0.5, twinFacts: 0.5, concurrency: 8 });
  const { deliveries, engine } = sandbox;
  const product = engine.products.create({ name: 'Plan' }).id;
  const recurring = { interval: 'month' } as const;
  const price = engine.prices.create({ currency: 'jpy', unit_amount: 500, product, recurring }).id;
  const subscribe = (name: string) => {
    const person = { name, email: `${name}@example.com`, payment_method: 'pm_card_chargeCustomerFail' };
    const { id } = engine.customers.create(person);
    return engine.subscriptions.create({ customer: id, items: [{ price }] }).latest_invoice ?? '';
  };
  try {
    const [owing] = [subscribe('owing'), subscribe('other')];
    await deliveries.settled();
    await backend.settled();
    engine.advance(60);
    engine.invoices.pay(owing, { payment_method: 'pm_card_chargeCustomerFail' });
    await deliveries.settled();
    await backend.settled();
    const mails = (name: string) => mail.received.filter(({ to }) => to.includes(`${name}@example.com`));
    expect(mails('owing').map(({ header }) => header('Subject'))).toEqual([
      'Your payment of ¥500 did not go through',
      'Your payment of ¥500 did not go through',
    ]);
    expect(new Set(mails('owing').map(({ header }) => header('Message-ID'))).size).toBe(2);
    expect(mails('other')).toHaveLength(1);
    const [counted] = await backend.query<{ events: number; facts: number }>(
      `SELECT count(*)::int AS events, count(DISTINCT object_key)::int AS facts
         FROM stripe_event_log WHERE event_type = 'invoice.payment_failed' AND object_key = '${owing}'`,
    );
    expect(counted?.events).toBeGreaterThan(2); // twins were told
  } finally {
    await sandbox.close();
  }
});

describe('a mail server', () => {
  it.each([451, 550, 421] as const)('that answers %d: the message is kept, and sent when it is taken', async (code) => {
    mail.mood = code;
    await tell(backend, failedPayment().news());
    await until(backend, async () => ((await entries(backend))[0]?.attempts ?? 0) >= 2);
    const [entry] = await entries(backend);
    expect(entry?.status).toBe('pending');
    expect(entry?.last_error).not.toMatch(/jenny/i);
    if (code !== 421) expect(entry?.last_error).toMatch(new RegExp(`EENVELOPE RCPT TO ${code} 5\\.1\\.1$`));
    mail.mood = 'accept';
    await until(backend, () => mail.received.length > 0);
    await backend.settled();
    expect((await entries(backend)).map(({ status }) => status)).toEqual(['sent']);
    expect(mail.received).toHaveLength(1);
  });

  it('that dies before it has answered gets the message again, under the id by which it can know it', async () => {
    mail.mood = 'cut';
    await tell(backend, failedPayment().news());
    await until(backend, () => mail.received.length === 1 && !mail.isUp);
    mail.mood = 'accept';
    await mail.up();
    await until(backend, () => mail.received.length === 2);
    const [first, second] = mail.received.map(({ header }) => header('Message-ID'));
    expect(first).toBe(second);
  });

  it('that is down for a while: who pays meanwhile gets no reminder, who does not gets theirs', async () => {
    await mail.down();
    const [paid, open] = [failedPayment(), failedPayment()];
    await tell(backend, [...paid.news(), ...open.news()]);
    const tried = async () => (await entries(backend)).filter(({ attempts }) => attempts > 0).length === 2;
    await until(backend, tried);
    expect((await entries(backend)).map(({ status }) => status)).toEqual(['pending', 'pending']);
    paid.engine.invoices.pay(paid.invoice, { payment_method: 'pm_card_visa' });
    await tell(backend, paid.news());
    await mail.up();
    await until(backend, () => mail.received.length > 0);
    await retry(backend);
    await backend.settled();
    expect((await entries(backend)).map(({ status }) => status).toSorted()).toEqual(['obsolete', 'sent']);
    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]?.text).toContain(open.url);
  });

  it('that hangs slows no event, and does not hold the outbox', async () => {
    mail.mood = 'hang';
    const before = mail.connections;
    const lives = Array.from({ length: 12 }, () => failedPayment());
    await tell(
      backend,
      lives.flatMap(({ news }) => news()),
    );
    const invoices = lives.map(({ invoice }) => invoice);
    const [slowest] = await backend.query<{ seconds: number }>(
      `SELECT extract(epoch FROM max(processed_at - received_at))::float8 AS seconds
         FROM stripe_event_log WHERE object_key = ANY($1)`,
      [invoices],
    );
    expect(slowest?.seconds).toBeLessThan(8); // for so long one connection hangs
    const runner = backend.app.get(OutboxRunner);
    let isDelivered = false;
    runner.register('beside', async () => {
      isDelivered = true;
      return Promise.resolve('sent');
    });
    await backend.query(`INSERT INTO outbox (topic, business_key, payload) VALUES ('beside', 'x', '{}')`);
    await until(backend, async () => isDelivered && (await entries(backend)).every(({ last_error }) => last_error));
    // The four lanes once, and then one at a time: not each of the twelve again and again.
    expect(mail.connections - before).toBeLessThan(12);
    mail.mood = 'accept';
    await until(backend, () => mail.received.length === 12);
    expect(new Set(mail.received.map(({ header }) => header('Message-ID'))).size).toBe(12);
  });
});
