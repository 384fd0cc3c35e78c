import { SchedulerRegistry } from '@nestjs/schedule';
import { atShell } from '../../src/operations/cli/at-shell.js';
import { Erasure } from '../../src/operations/erasure/erasure.js';
import { ErasureSchedule } from '../../src/operations/erasure/erasure.schedule.js';
import { Verifier } from '../../src/operations/verify/verifier.js';
import { call, createKey } from '../support/api.js';
import { backfill } from '../support/backfill.js';
import { feesRead } from '../support/fees.js';
import { offer, live, tablesWith, type Offer, type Person } from '../support/person.js';
import { reconcileAll } from '../support/reconcile.js';
import { startShop, type Shop } from '../support/shop.js';
import { post, stripeEvent } from '../support/signed-event.js';

let shop: Shop;
let sold: Offer;
let erased: Person;
let other: Person;

const erase = (customerId: string, account = '') =>
  shop.backend.app.get(Erasure).erase({ account, customerId, reason: 'ticket 4711', caller: atShell() });
const send = (event: unknown) => post(`${shop.backend.url}/webhooks/stripe`, event);
const withWord = ({ word }: Person) => tablesWith(shop.backend, word);

const REPORTS = [
  'revenue',
  'mrr',
  'mrr/movements',
  'mrr/tie-out',
  'subscribers',
  'churn',
  'failed-payments',
  'refunds-and-disputes',
];

/** Of a moment, not a period. */
const MOMENTS = ['mrr', 'mrr/tie-out', 'subscribers'];

async function reports(): Promise<unknown[]> {
  const as = await createKey(shop.backend, ['reports']);
  const all: unknown[] = [];
  for (const report of REPORTS) {
    const query = MOMENTS.includes(report) ? 'at=2028-12-31T00:00:00Z' : 'from=2026-01-01&to=2029-01-01&interval=month';
    const path = `/stripe/reports/${report}?${query}`;
    const { status, body } = await call(shop.backend, 'GET', path, { as });
    expect({ report, status }).toEqual({ report, status: 200 });
    const { data } = body;
    all.push({ report, data });
  }
  return all;
}

/** Events of the customer that no row tells of: a preview, and an object that nobody keeps. */
const strays = ({ word, customer }: Person) => [
  stripeEvent({
    type: 'invoice.upcoming',
    object: { object: 'invoice', customer, customer_email: `${word}@persons.example`, customer_name: word },
  }),
  stripeEvent({
    type: 'customer.source.created',
    object: { id: `card_of_${customer}`, object: 'card', customer, name: `${word} Miller`, last4: '4242' },
  }),
];

beforeAll(async () => {
  shop = await startShop('persons', { env: { SWEEP_INTERVAL_SECONDS: '1' } });
  // What is due is gone on with when a test says so, and not also once a minute.
  shop.backend.app.get(SchedulerRegistry).deleteInterval('erasure');
  const { engine } = shop.sandbox;
  sold = offer(engine);
  erased = live(engine, 'quintessa', 'tenant_q', 'DE123456789', sold);
  other = live(engine, 'bartholomew', 'tenant_b', 'DE987654321', sold);
  for (const event of [...strays(erased), ...strays(other)]) await send(event);
  await shop.settled();
  await feesRead(shop.backend);
});
afterAll(() => shop.close());

describe('an erasure', () => {
  let before: Record<string, number>;
  let figures: unknown[];
  let others: Record<string, number>;

  it('concerns a life that has left its word in many tables', async () => {
    await shop.backend.query(
      `INSERT INTO compliance_rules (id, effect, customer_id, reason, note, created_by)
       SELECT 'rule_' || c, 'hold', c, 'about ' || w, w, 'key_1' FROM unnest($1::text[], $2::text[]) AS p (c, w)`,
      [
        [erased.customer, other.customer],
        [erased.word, other.word],
      ],
    );
    await shop.backend.query(
      `INSERT INTO audit_log (actor_kind, actor_id, action, object_type, object_id, before, after)
       SELECT 'system', 'test', 'customer.update', 'customer', c, jsonb_build_object('name', w),
              jsonb_build_object('name', w, 'amount', 7) FROM unnest($1::text[], $2::text[]) AS p (c, w)`,
      [
        [erased.customer, other.customer],
        [erased.word, other.word],
      ],
    );
    await shop.backend.query(
      `INSERT INTO outbox (topic, business_key, payload, status, last_error)
       SELECT 'notify-email', 'k' || c, jsonb_build_object('object', c), 'dead', '550 no ' || w
         FROM unnest($1::text[], $2::text[]) AS p (c, w)`,
      [
        [erased.customer, other.customer],
        [erased.word, other.word],
      ],
    );
    await shop.backend.query(
      `UPDATE stripe_event_log l SET status = 'dead', last_error = 'no ' || p.w
         FROM unnest($1::text[], $2::text[]) AS p (c, w) WHERE l.object_key = p.c AND l.event_type = 'customer.created'`,
      [
        [erased.customer, other.customer],
        [erased.word, other.word],
      ],
    );
    await shop.backend.query(
      `UPDATE balance_transactions b SET description = c.description
         FROM charges c WHERE c.balance_transaction_id = b.id AND c.description IS NOT NULL`,
    );
    await shop.backend.query(
      `INSERT INTO stripe_event_attempts (event_log_id, attempt, error_class, error)
       SELECT id, 1, 'program', last_error FROM stripe_event_log WHERE status = 'dead'`,
    );
    [before, others, figures] = [await withWord(erased), await withWord(other), await reports()];
    expect(Object.keys(before)).toEqual([
      'audit_log',
      'balance_transactions',
      'charges',
      'checkout_sessions',
      'compliance_rules',
      'credit_note_lines',
      'credit_notes',
      'customers',
      'disputes',
      'invoice_lines',
      'invoices',
      'outbox',
      'payment_intents',
      'payment_methods',
      'promotion_codes',
      'refunds',
      'setup_intents',
      'stripe_event_attempts',
      'stripe_event_log',
      'stripe_event_payload',
      'subscription_items',
      'subscription_schedule_phases',
      'subscription_schedules',
      'subscriptions',
    ]);
    expect(others).toEqual(before);
  });

  it('shows beforehand what it concerns, and changes nothing by that', async () => {
    const preview = await shop.backend.app.get(Erasure).preview({ account: '', customerId: erased.customer });
    expect(preview).toMatchObject({
      erasedAt: null,
      objects: { customers: 1, customer_tax_ids: 1, payment_methods: expect.any(Number), refunds: 1, disputes: 1 },
      tenants: ['tenant_q'],
      liveSubscriptions: expect.arrayContaining([erased.subscription]),
    });
    expect(preview.events).toBeGreaterThan(40);
    expect(await withWord(erased)).toEqual(before);
  });

  it('leaves the word nowhere, and everything of another customer', async () => {
    const result = await erase(erased.customer);
    expect(result.finishedAt).not.toBeNull();
    expect(await withWord(erased)).toEqual({});
    expect(await withWord(other)).toEqual(others);
  });

  it('leaves neither the digits of a card, nor a tax id, nor a link with a secret', async () => {
    expect(
      await shop.backend.query(
        `SELECT id FROM charges WHERE customer_id = $1 AND (last4 IS NOT NULL OR exp_year IS NOT NULL OR receipt_url IS NOT NULL)
         UNION ALL SELECT id FROM payment_methods WHERE id = $2 AND last4 IS NOT NULL
         UNION ALL SELECT id FROM customer_tax_ids WHERE customer_id = $1 AND value IS NOT NULL
         UNION ALL SELECT id FROM invoices WHERE customer_id = $1 AND coalesce(hosted_invoice_url, invoice_pdf) IS NOT NULL
         UNION ALL SELECT id FROM credit_notes WHERE customer_id = $1 AND pdf IS NOT NULL`,
        [erased.customer, erased.detached],
      ),
    ).toEqual([]);
    expect(await tablesWith(shop.backend, 'DE123456789')).toEqual({});
    expect(await tablesWith(shop.backend, 'DE987654321')).toMatchObject({ customer_tax_ids: 1 });
  });

  it('keeps whose it was, how its events ended, and the sums of all reports', async () => {
    const [row] = await shop.backend.query('SELECT tenant_id, metadata, country FROM customers WHERE id = $1', [
      erased.customer,
    ]);
    expect(row).toEqual({ tenant_id: 'tenant_q', metadata: { tenant_id: 'tenant_q' }, country: 'US' });
    const [log] = await shop.backend.query<{ dead: number; settled: number }>(
      `SELECT count(*) FILTER (WHERE status = 'dead')::int AS dead,
              count(*) FILTER (WHERE status = 'processed')::int AS settled FROM stripe_event_log`,
    );
    expect(log).toMatchObject({ dead: 2 });
    expect(await reports()).toEqual(figures);
  });

  it('is in the audit log, with its reason', async () => {
    expect(
      await shop.backend.query(`SELECT actor_kind, object_id, after FROM audit_log WHERE action = 'customer.erase'`),
    ).toEqual([{ actor_kind: 'system', object_id: erased.customer, after: { reason: 'ticket 4711' } }]);
  });
});

describe('nothing brings back what was erased', () => {
  /** After whatever it was has been worked off. */
  async function wordIsNowhere(): Promise<void> {
    await shop.settled();
    expect(await withWord(erased)).toEqual({});
  }

  it('a resend of events whose log rows are gone', async () => {
    await shop.backend.query(
      `DELETE FROM stripe_event_log WHERE id IN (SELECT id FROM stripe_event_log WHERE object_key = $1)`,
      [erased.customer],
    );
    const events = shop.sandbox.engine.events.filter(({ data }) => data.object['id'] === erased.customer);
    expect(events.length).toBeGreaterThan(1);
    for (const event of events) expect((await send(event)).status).toBe(200);
    await wordIsNowhere();
  });

  it('new events, of what names the customer, of what no longer does, and of what no row tells', async () => {
    const { engine } = shop.sandbox;
    engine.customers.update(erased.customer, { name: 'Quintessa Anew', phone: '+1 quintessa' });
    engine.advance(60);
    const payment = { amount: 900, currency: 'usd', customer: erased.customer, description: 'Of Quintessa' } as const;
    engine.paymentIntents.create({ ...payment, payment_method: 'pm_card_visa', confirm: true });
    engine.refunds.create({ charge: erased.charge, amount: 100, metadata: { note: 'quintessa' } });
    await shop.sandbox.deliveries.settled();
    const detached = { id: erased.detached, object: 'payment_method', type: 'card', customer: null };
    await send(
      stripeEvent({
        type: 'payment_method.updated',
        created: 1_999_999_999,
        object: { ...detached, metadata: { note: 'quintessa' }, card: { brand: 'visa', last4: '1881' } },
      }),
    );
    for (const event of strays(erased)) await send(event);
    await shop.settled();
    const [method] = await shop.backend.query('SELECT brand, last4, metadata FROM payment_methods WHERE id = $1', [
      erased.detached,
    ]);
    expect(method).toEqual({ brand: 'visa', last4: null, metadata: {} });
    await wordIsNowhere();
  });

  it('a replay', async () => {
    await shop.backend.query(
      `UPDATE stripe_event_log SET status = 'received', verdict = NULL, next_attempt_at = now() WHERE status <> 'dead'`,
    );
    const states = () => shop.backend.query(`SELECT id, status, amount, customer_id FROM charges ORDER BY id`);
    const charges = await states();
    await shop.settled();
    expect(await states()).toEqual(charges);
    await wordIsNowhere();
  });

  it('a backfill', async () => {
    const { result } = await backfill(shop.backend);
    expect(result).toMatchObject({ failed: 0 });
    expect(result?.objects).toBeGreaterThan(20);
    await wordIsNowhere();
  });

  it('verify --repair, which finds no difference in what is erased, and others still', async () => {
    const said: string[] = [];
    const run = () =>
      shop.backend.app.get(Verifier, { strict: false }).run(
        { types: [], account: '', sample: null, repair: true, repairDeleted: false },
        {
          moves: () => undefined,
          differs: (differences) => said.push(...differences.map(({ ref, field }) => `${ref.type} ${ref.id} ${field}`)),
          isGone: () => undefined,
          fails: ({ type, id }, reason) => said.push(`${type} ${id} fails: ${reason}`),
          isRefused: () => undefined,
          isRepaired: () => undefined,
        },
        new AbortController().signal,
      );
    await run();
    said.length = 0;
    await shop.backend.query(`UPDATE subscriptions SET status = 'made_up' WHERE id = $1`, [erased.subscription]);
    await shop.backend.query(`UPDATE customers SET name = 'made up' WHERE id = $1`, [other.customer]);
    expect(await run()).toMatchObject({ different: 2, repaired: 2 });
    expect(said.toSorted()).toEqual([`customer ${other.customer} name`, `subscription ${erased.subscription} status`]);
    await wordIsNowhere();
  });

  it('reconcile, of events that no webhook brought', async () => {
    const { engine } = shop.sandbox;
    engine.customers.update(erased.customer, { description: 'Quintessa, unheard of' });
    const missed = engine.events.at(-1)?.id;
    await shop.settled();
    await shop.backend.query('DELETE FROM stripe_event_log WHERE stripe_event_id = $1', [missed]);
    engine.advance(300);
    await reconcileAll(shop.backend);
    await shop.settled();
    const bodies = await shop.backend.query<{ source: string; body: string }>(
      `SELECT l.source, convert_from(p.body, 'UTF8') AS body
         FROM stripe_event_log l JOIN stripe_event_payload p ON p.event_log_id = l.id WHERE l.stripe_event_id = $1`,
      [missed],
    );
    expect(bodies.map(({ source, body }) => [source, JSON.parse(body)])).toMatchObject([
      ['reconcile', { type: 'customer.updated', data: { object: { id: erased.customer, description: '' } } }],
    ]);
    await wordIsNowhere();
  });

  it('a refund that comes before its charge: the next sweep finds it', async () => {
    const [charge, refund] = ['ch_before', 're_before'];
    await send(
      stripeEvent({
        type: 'refund.created',
        object: { id: refund, object: 'refund', charge, amount: 1, currency: 'usd', metadata: { note: 'quintessa' } },
      }),
    );
    await shop.backend.settled();
    expect(await withWord(erased)).toMatchObject({ refunds: 1, stripe_event_payload: 1 });
    await send(
      stripeEvent({
        type: 'charge.succeeded',
        object: {
          id: charge,
          object: 'charge',
          customer: erased.customer,
          amount: 9,
          currency: 'usd',
          status: 'succeeded',
        },
      }),
    );
    await shop.backend.settled();
    await shop.backend.app.get(ErasureSchedule).finishDue();
    expect(await shop.backend.query('SELECT amount, metadata FROM refunds WHERE id = $1', [refund])).toEqual([
      { amount: '1', metadata: {} },
    ]);
    await wordIsNowhere();
  });
});
