import { scriptedChapters } from '../sandbox/lifecycle.js';
import { Engine } from '../sandbox/engine/engine.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { renderEvent } from '../sandbox/versions/render.js';
import { startBackend, type Backend } from './support/backend.js';
import { post } from './support/signed-event.js';

type Row = Record<string, unknown>;
type Shape = (event: SandboxEvent, engine: Engine) => SandboxEvent | null;

let backend: Backend;
let accounts = 0;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** As Stripe tells of it in different years. What ties an invoice to its intent is at another place in each. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'before basil: the invoice and the intent name each other': (event) => renderEvent(event, '2020-08-27'),
  'basil: nothing does until it is paid': (event) => event,
  'since autumn 2025: the intent names the invoice as its order': (event, { store }) => {
    const { object } = event.data;
    const invoice = object['object'] === 'payment_intent' ? store.invoiceOfIntent(String(object['id'])) : null;
    if (!invoice) return event;
    const payment_details = { customer_reference: null, order_reference: invoice };
    return { ...event, data: { ...event.data, object: { ...object, payment_details } } };
  },
};

/** The same events in a few orders; every event twice in the last. */
function ordersOf<X>(items: readonly X[]): X[][] {
  const halves = [items.filter((_, i) => i % 2 === 0), items.filter((_, i) => i % 2 === 1)].flat();
  return [[...items], items.toReversed(), [...halves, ...items]];
}

/** Stripe comes again after a 503, which a busy machine answers with; what came before counts once. */
async function tell(event: object): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { status } = await post(`${backend.url}/webhooks/stripe`, event);
    if (status === 200) return;
    if (status !== 503) throw new Error(`answered with ${status}`);
  }
  throw new Error('answered with 503 five times');
}

/** An account in which just these events are received, in this order. @returns its id. */
async function deliver(engine: Engine, events: readonly SandboxEvent[], shape: Shape): Promise<string> {
  const account = `acct_${(accounts += 1)}`;
  for (const event of events) {
    const shown = shape(event, engine);
    if (!shown) continue;
    await tell({ ...shown, id: `${shown.id}${account}`, account });
  }
  return account;
}

/** What is listed of these events, the same in every shape and every order. */
async function listed(engine: Engine, events: readonly SandboxEvent[] = engine.events): Promise<Row[]> {
  const ways = Object.values(SHAPES).flatMap((shape) => ordersOf(events).map((order) => ({ shape, order })));
  const delivered = await Promise.all(ways.map(({ shape, order }) => deliver(engine, order, shape)));
  await backend.settled();
  const rows = await backend.query<Row>('SELECT * FROM payment_follow_ups WHERE account = ANY ($1) ORDER BY id', [
    delivered,
  ]);
  const [first = [], ...others] = delivered.map((id) =>
    rows.filter(({ account }) => account === id).map((row) => ({ ...row, account: undefined })),
  );
  for (const other of others) expect(other).toEqual(first);
  return first;
}

/** A customer of a tenant, whose renewal has just failed. */
function failedRenewal(seed: string) {
  const engine = new Engine({ seed });
  const chapters = scriptedChapters(engine);
  for (let chapter = chapters.next(); !chapter.done; chapter = chapters.next()) {
    if (chapter.value.includes('renewal fails')) break;
  }
  const [invoice] = engine.store.invoices.values().filter(({ status }) => status === 'open');
  const intent = invoice && engine.store.intentOfInvoice(invoice.id);
  if (!intent) throw new Error('no invoice is open');
  const ids: unknown[] = [invoice.id, invoice.customer, intent.id, engine.store.paymentOfInvoice.get(invoice.id)];
  /** What is told of the invoice, its payment and its customer. */
  const told = () =>
    engine.events.filter(({ type, data: { object } }) => {
      const concerns = [object['id'], object['payment_intent']].some((id) => ids.includes(id));
      return concerns || type === 'checkout.session.completed';
    });
  return { engine, chapters, invoice, told };
}

/** A payment without an invoice, by a guest. */
function single(seed: string, payment_method: string) {
  const engine = new Engine({ seed });
  const { id } = engine.paymentIntents.create({ amount: 4_200, currency: 'eur', payment_method });
  engine.advance(60);
  engine.paymentIntents.confirm(id);
  engine.advance(60);
  return { engine, id };
}

describe('an invoice whose payment failed', () => {
  it('is listed with whom to ask for how much, and why; once, although its intent failed too', async () => {
    const { engine, invoice, told } = failedRenewal('fails');
    const charges = engine.store.charges.values().filter(({ status }) => status === 'failed');
    expect(await listed(engine, told())).toEqual([
      {
        kind: 'invoice',
        id: invoice.id,
        customer_id: invoice.customer,
        tenant_id: 'tenant_acme',
        email: 'owner@acme.example',
        name: 'Acme Inc.',
        subscription_id: expect.stringMatching(/^sub_/),
        reason: 'declined',
        failure_code: 'card_declined',
        decline_code: 'generic_decline',
        failure_message: 'Your card was declined.',
        amount: String(invoice.amount_remaining),
        currency: 'usd',
        attempt_count: 1,
        next_payment_attempt: new Date((invoice.next_payment_attempt ?? 0) * 1000),
        hosted_invoice_url: invoice.hosted_invoice_url,
        last_failed_at: new Date((charges.at(-1)?.created ?? 0) * 1000),
        created_at: new Date(invoice.created * 1000),
      },
    ]);
  });

  it('is gone when it is paid', async () => {
    const { engine, chapters, told } = failedRenewal('paid');
    chapters.next();
    expect(await listed(engine, told())).toEqual([]);
  });

  it.each([
    ['void', ({ invoices }: Engine, id: string) => invoices.void(id)],
    ['given up as uncollectible', ({ invoices }: Engine, id: string) => invoices.markUncollectible(id)],
  ])('is gone when it is %s, and its intent is not listed instead', async (name, end) => {
    const { engine, invoice, told } = failedRenewal(name);
    engine.advance(60);
    end(engine, invoice.id);
    expect(await listed(engine, told())).toEqual([]);
  });

  it('waits for the customer when the bank wants to see them', async () => {
    const { engine, invoice, told } = failedRenewal('3DS');
    engine.advance(60);
    engine.invoices.pay(invoice.id, { payment_method: 'pm_card_authenticationRequired' });
    expect(await listed(engine, told())).toMatchObject([
      { kind: 'invoice', id: invoice.id, reason: 'action_required', failure_code: null, attempt_count: 2 },
    ]);
  });

  it('is not listed while a debit is under way, and again when that fails', async () => {
    const { engine, invoice, told } = failedRenewal('debit');
    engine.advance(60);
    engine.invoices.pay(invoice.id, { payment_method: 'pm_usBankAccount_insufficientFunds' });
    expect(await listed(engine, told())).toEqual([]);
    engine.advance(3 * 86_400 + 60);
    expect(await listed(engine, told())).toMatchObject([
      { kind: 'invoice', id: invoice.id, reason: 'async_failed', failure_code: 'insufficient_funds' },
    ]);
  });

  it('is listed before anything is known of its payment', async () => {
    const { engine, invoice } = failedRenewal('alone');
    const events = engine.events.filter(({ data }) => data.object['id'] === invoice.id);
    expect(await listed(engine, events)).toMatchObject([
      { kind: 'invoice', id: invoice.id, reason: 'failed', email: null, last_failed_at: null },
    ]);
  });
});

describe('a payment without an invoice', () => {
  it('is listed when it was declined, with its last attempt', async () => {
    const { engine, id } = single('declined', 'pm_card_chargeCustomerFail');
    engine.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeCustomerFail' });
    const charges = engine.store.charges.values();
    expect(charges).toHaveLength(2);
    expect(await listed(engine)).toMatchObject([
      {
        kind: 'payment_intent',
        id,
        customer_id: null,
        tenant_id: null,
        subscription_id: null,
        reason: 'declined',
        failure_code: 'card_declined',
        amount: '4200',
        currency: 'eur',
        attempt_count: 2,
        next_payment_attempt: null,
        hosted_invoice_url: null,
        last_failed_at: new Date((charges.at(-1)?.created ?? 0) * 1000),
      },
    ]);
  });

  it.each([
    ['succeeds', (engine: Engine, id: string) => engine.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })],
    ['is canceled', (engine: Engine, id: string) => engine.paymentIntents.cancel(id)],
  ])('is gone when it %s', async (name, end) => {
    const { engine, id } = single(name, 'pm_card_chargeCustomerFail');
    end(engine, id);
    expect(await listed(engine)).toEqual([]);
  });

  it('waits for the customer, and tells when they did not pass', async () => {
    const { engine, id } = single('3DS', 'pm_card_authenticationRequired');
    expect(await listed(engine)).toMatchObject([{ id, reason: 'action_required', last_failed_at: null }]);
    engine.paymentIntents.authenticate(id, false);
    expect(await listed(engine)).toMatchObject([
      { id, reason: 'authentication_failed', failure_code: 'payment_intent_authentication_failure' },
    ]);
  });

  it('is not listed before the customer has tried, nor while a debit is under way', async () => {
    const engine = new Engine({ seed: 'new' });
    engine.paymentIntents.create({ amount: 4_200, currency: 'eur' });
    engine.advance(60);
    engine.paymentIntents.create({
      amount: 70,
      currency: 'eur',
      payment_method: 'pm_usBankAccount_success',
      confirm: true,
    });
    expect(await listed(engine)).toEqual([]);
  });

  it('is a customer’s own, even beside an invoice of the same amount', async () => {
    const { engine, invoice, told } = failedRenewal('beside');
    engine.advance(60);
    const { id } = engine.paymentIntents.create({
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: invoice.customer,
      payment_method: 'pm_card_chargeCustomerFail',
      confirm: true,
    });
    const own = engine.events.filter(({ data }) => [data.object['id'], data.object['payment_intent']].includes(id));
    const rows = await listed(engine, [...told(), ...own]);
    expect(new Set(rows.map((row) => row['id']))).toEqual(new Set([invoice.id, id]));
    expect(rows.find((row) => row['id'] === id)).toMatchObject({
      email: 'owner@acme.example',
      tenant_id: 'tenant_acme',
    });
  });
});

describe('with 40,000 invoices of which 100 are open', () => {
  it('reads those that are listed, and none of the others', async () => {
    const fill = [
      `INSERT INTO invoices (account, id, stripe_event_at, customer_id, status, attempted, amount_due, amount_remaining,
              currency, finalized_at, payment_intent_id)
       SELECT 'acct_many', 'in_' || n, now(), 'cus_' || n % 4000, CASE WHEN n % 400 = 0 THEN 'open' ELSE 'paid' END, true,
              1000, 1000, 'usd', now() - n * interval '1 minute', CASE WHEN n % 2 = 0 THEN 'pi_' || n END
         FROM generate_series(1, 40000) n`,
      `INSERT INTO payment_intents (account, id, stripe_event_at, customer_id, status, failure_code, amount, currency,
              created_at)
       SELECT 'acct_many', 'pi_' || n, now(), 'cus_' || n % 4000,
              CASE WHEN n % 400 IN (0, 1) THEN 'requires_payment_method' ELSE 'succeeded' END,
              CASE WHEN n % 400 IN (0, 1) THEN 'card_declined' END, 900, 'usd', now()
         FROM generate_series(1, 40000) n`,
      `INSERT INTO charges (account, id, stripe_event_at, payment_intent_id, status, created_at)
       SELECT 'acct_many', 'ch_' || n, now(), 'pi_' || n, 'failed', now() FROM generate_series(1, 40000) n`,
      `INSERT INTO customers (account, id, stripe_event_at, email)
       SELECT 'acct_many', 'cus_' || n, now(), n || '@example.com' FROM generate_series(0, 3999) n`,
      'ANALYZE invoices, payment_intents, charges, customers',
    ];
    for (const statement of fill) await backend.query(statement);
    const lines = await backend.query<Record<string, string>>('EXPLAIN (ANALYZE) SELECT * FROM payment_follow_ups');
    const text = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('invoices_open_idx');
    expect(text).toContain('payment_intents_waiting_idx');
    expect(text).not.toMatch(/Seq Scan on (invoices|payment_intents|charges) /);
    const counted = await backend.query(
      `SELECT kind, count(*)::int AS count FROM payment_follow_ups WHERE account = 'acct_many' GROUP BY kind ORDER BY kind`,
    );
    expect(counted).toEqual([
      { kind: 'invoice', count: 100 },
      { kind: 'payment_intent', count: 100 },
    ]);
  });
});
