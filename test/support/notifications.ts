import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '../../sandbox/engine/engine.js';
import type { SandboxEvent } from '../../sandbox/objects/event.js';
import { OutboxRunner } from '../../src/outbox/outbox.runner.js';
import { eventsSettled, type Backend } from './backend.js';
import { deliver } from './deliver.js';
import type { MailServer } from './mail-server.js';

export const OPERATOR = 'operator@acme.example';

export const mailSettings = (mail: MailServer) => ({
  SMTP_URL: mail.url,
  MAIL_FROM: 'Acme <billing@acme.example>',
  OPERATOR_EMAIL: OPERATOR,
  NOTIFY: 'customer,operator',
});

export interface Entry {
  readonly topic: string;
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
}

/** The messages in the outbox, in the order in which they came there. */
export const entries = (backend: Backend): Promise<Entry[]> =>
  backend.query(`SELECT topic, status, attempts, last_error FROM outbox WHERE topic LIKE 'notification-%' ORDER BY id`);

/** What waits in the outbox is due now. What a lane has in hand, for a minute, is left to it. */
export async function retry(backend: Backend): Promise<void> {
  await backend.query(`UPDATE outbox SET next_attempt_at = now(), attempts = least(attempts, 3)
                WHERE status = 'pending' AND next_attempt_at < now() + interval '20 seconds'`);
  backend.app.get(OutboxRunner).wake();
}

/** Tries again until it is true. An outage is over five seconds after a server did not answer. */
export async function until(backend: Backend, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await condition()); await delay(200)) {
    if (Date.now() > deadline) throw new Error(`did not come true: ${JSON.stringify(await entries(backend))}`);
    await retry(backend);
  }
}

/** Posts events one after the other. Their messages may still be on their way. */
export async function tell(backend: Backend, events: Iterable<object>): Promise<void> {
  for (const event of events) {
    const status = await deliver(`${backend.url}/webhooks/stripe`, event);
    if (status !== 200) throw new Error(`answered with ${status}`);
  }
  await eventsSettled((sql, parameters) => backend.query(sql, parameters));
}

/** These types when all else has arrived: a message says what the rows say when it goes out. */
export async function tellLast(backend: Backend, events: readonly SandboxEvent[], types: readonly string[]) {
  for (const isLast of [false, true]) {
    await tell(
      backend,
      events.filter(({ type }) => types.includes(type) === isLast),
    );
  }
}

/** The same events with another text for each of some texts. */
export const withOther = (events: readonly object[], texts: Readonly<Record<string, string | null>>): object[] =>
  events.map((event) => {
    let json = JSON.stringify(event);
    for (const [text, other] of Object.entries(texts))
      json = json.replaceAll(JSON.stringify(text), JSON.stringify(other));
    return JSON.parse(json) as object;
  });

export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
let seeds = 0;

/** Jenny Rosen, whose first payment of $19.00 fails. */
export function failedPayment(card = 'pm_card_chargeCustomerFail') {
  const engine = new Engine({ seed: `failed ${(seeds += 1)}`, startAt: nowInSeconds() });
  const product = engine.products.create({ name: 'Plan' }).id;
  const recurring = { interval: 'month' } as const;
  const price = engine.prices.create({ currency: 'usd', unit_amount: 1_900, product, recurring }).id;
  const customer = engine.customers.create({ email: 'jenny@example.com', name: 'Jenny Rosen', payment_method: card });
  engine.advance(60);
  const subscription = engine.subscriptions.create({ customer: customer.id, items: [{ price }] });
  engine.advance(60);
  let told = 0;
  /** The events since it was last asked. */
  const news = (): SandboxEvent[] => {
    const events = engine.record.events.slice(told);
    told += events.length;
    return events;
  };
  const invoice = subscription.latest_invoice ?? '';
  return { engine, invoice, url: `https://invoice.stripe.com/i/sandbox/${invoice}`, news };
}
