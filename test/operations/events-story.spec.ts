import { StripeSandbox } from '../../sandbox/sandbox.js';
import type { PreviewAnswer, ReplayAnswer } from '../../src/operations/events/replays/replay.answers.js';
import type { StoryAnswer } from '../../src/operations/events/story/story.answers.js';
import { EventWorker } from '../../src/webhooks/event-worker.js';
import { startBackend, type Backend } from '../support/backend.js';
import { handled, MendableModule, operatorOf, topUp, type Operator } from '../support/event-operations.js';
import { stripeEvent } from '../support/signed-event.js';
import { thinned } from '../support/thin.js';

let sandbox: StripeSandbox;
let backend: Backend;
let operator: Operator;

const AT = 1_760_000_000;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 'stories' });
  backend = await startBackend({
    env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
    extensions: [MendableModule],
  });
  operator = await operatorOf(backend);
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

const story = async (id: unknown): Promise<StoryAnswer> => {
  const { status, body } = await operator.get<StoryAnswer>(`events/${String(id)}`);
  expect([id, status]).toEqual([id, 200]);
  return body;
};

/** Without what is empty: each change as `table id field: before -> after`. */
const changesIn = ({ changes }: Pick<StoryAnswer, 'changes'>): string[] =>
  changes.data.map(
    ({ table, id, field, before, after }) =>
      `${table} ${id} ${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
  );

const subscription = (id: string, status: string, fields: object = {}, quantity = 1) => ({
  id,
  object: 'subscription',
  customer: 'cus_1',
  status,
  currency: 'usd',
  metadata: {},
  items: {
    object: 'list',
    data: [{ id: `si_${id}`, object: 'subscription_item', quantity, price: { id: 'price_1', object: 'price' } }],
  },
  ...fields,
});

const told = (id: string, suffix: string, object: object, created: number, more: object = {}) =>
  stripeEvent({ id, type: `customer.subscription.${suffix}`, object, created, ...more });

describe('events of one object, one after the other', () => {
  beforeAll(async () => {
    await operator.tell(
      told('evt_s1', 'created', subscription('sub_1', 'trialing'), AT),
      told('evt_s3', 'updated', subscription('sub_1', 'past_due', {}, 3), AT + 20),
      told('evt_s2', 'updated', subscription('sub_1', 'active', { description: 'for Jenny' }), AT + 10),
    );
  });

  it('the first one says everything, and that none was before it', async () => {
    const { changes, next, arrival, payload, before, after, event } = await story('evt_s1');
    expect(changes).toMatchObject({ state: 'first', comparedWith: null, isShown: false, isCut: false });
    expect(changesIn({ changes })).toEqual(
      expect.arrayContaining([
        'subscriptions sub_1 status: null -> "trialing"',
        'subscriptions sub_1 customer_id: null -> "cus_1"',
        'subscription_items si_sub_1 quantity: null -> 1',
      ]),
    );
    expect(event).toMatchObject({ status: 'processed', verdict: 'applied', crashes: 0, rereads: 0 });
    expect(next).toEqual({ code: 'settled', at: null, note: 'It is settled. Nothing is planned.' });
    expect(arrival).toEqual({ lagSeconds: expect.any(Number), missing: null });
    expect(payload).toEqual({ state: 'kept', bytes: expect.any(Number), isReduced: false });
    expect([before, after.map(({ id }) => id)]).toEqual([[], ['evt_s2', 'evt_s3']]);
  });

  it('the last one is compared with the one before it in order, not in arrival', async () => {
    const { changes, before, after, stripeUrl, related } = await story('evt_s3');
    expect(changes).toMatchObject({ state: 'computed', comparedWith: 'evt_s2', isShown: true });
    expect(changesIn({ changes })).toEqual([
      'subscriptions sub_1 description: "•••" -> null',
      'subscriptions sub_1 status: "active" -> "past_due"',
      'subscription_items si_sub_1 quantity: 1 -> 3',
    ]);
    expect([before.map(({ id }) => id), after]).toEqual([['evt_s2', 'evt_s1'], []]);
    expect(stripeUrl).toBe('https://dashboard.stripe.com/test/events/evt_s3');
    expect(related).toBeNull();
  });

  it('one that was overtaken says what it would have been, and by whom', async () => {
    const { changes, related, event } = await story('evt_s2');
    expect(event.verdict).toBe('superseded');
    expect(related).toEqual({
      kind: 'superseded',
      by: { id: 'evt_s3', type: 'customer.subscription.updated', createdAt: expect.any(String) },
    });
    expect(changes).toMatchObject({ state: 'computed', comparedWith: 'evt_s1', isShown: false });
    expect(changes.note).toContain('A newer state was there');
    expect(changesIn({ changes })).toEqual([
      'subscriptions sub_1 description: null -> "•••"',
      'subscriptions sub_1 status: "trialing" -> "active"',
    ]);
  });
});

it('what follows for the tenant, and what goes to the outbox', async () => {
  const customer = { id: 'cus_t', object: 'customer', email: 'jenny@example.com', metadata: { tenant_id: 'tenant_1' } };
  await operator.tell(
    stripeEvent({ id: 'evt_t1', type: 'customer.created', object: customer, created: AT }),
    told('evt_t2', 'created', subscription('sub_t', 'active', { customer: 'cus_t' }), AT + 1),
  );
  const { derived } = await story('evt_t2');
  expect(derived).toEqual([
    {
      tenant: 'tenant_1',
      at: expect.any(String),
      before: expect.objectContaining({ status: null }),
      after: expect.objectContaining({ status: 'active', customer_id: 'cus_t' }),
    },
  ]);
  const { changes } = await story('evt_t1');
  expect(changesIn({ changes })).toContain('customers cus_t email: null -> "•••"');
  expect(JSON.stringify(await story('evt_t1'))).not.toContain('jenny');

  const [first, again] = [topUp(null), topUp(null)];
  await operator.tell(first, { ...again, data: first['data'] });
  const entry = { topic: 'after-stripe-event', handler: 'MendableProcessor.follow', attempts: expect.any(Number) };
  expect((await story(first['id'])).outbox).toEqual([expect.objectContaining({ ...entry, isOwn: true })]);
  expect((await story(again['id'])).outbox).toEqual([expect.objectContaining({ ...entry, isOwn: false })]);
});

it('two ids of one fact: the second one is a duplicate, and changed nothing', async () => {
  const invoice = { id: 'in_1', object: 'invoice', status: 'paid', currency: 'usd', amount_due: 5 };
  await operator.tell(
    ...['evt_d0', 'evt_d1', 'evt_d2'].map((id) =>
      stripeEvent({
        id,
        type: id === 'evt_d0' ? 'invoice.finalized' : 'invoice.paid',
        object: id === 'evt_d0' ? { ...invoice, status: 'open' } : invoice,
        created: id === 'evt_d0' ? AT : AT + 5,
      }),
    ),
  );
  const { changes, related, event } = await story('evt_d2');
  expect(event.verdict).toBe('duplicate');
  expect(related).toMatchObject({ kind: 'duplicate', by: { id: 'evt_d1' } });
  expect([changes.state, changes.comparedWith, changesIn({ changes })]).toEqual(['computed', 'evt_d1', []]);
  expect(changesIn(await story('evt_d1'))).toEqual([
    'invoices in_1 amount_paid: 0 -> 5',
    'invoices in_1 amount_remaining: 5 -> 0',
    'invoices in_1 paid: false -> true',
    'invoices in_1 status: "open" -> "paid"',
  ]);
});

it('a deletion empties the row', async () => {
  const product = { id: 'prod_1', object: 'product', active: true, name: 'Gold' };
  await operator.tell(
    stripeEvent({ id: 'evt_p1', type: 'product.created', object: product, created: AT }),
    stripeEvent({ id: 'evt_p2', type: 'product.deleted', object: product, created: AT + 1 }),
  );
  expect(changesIn(await story('evt_p2'))).toEqual(
    expect.arrayContaining([
      'products prod_1 deleted: null -> true',
      'products prod_1 active: true -> null',
      'products prod_1 name: "•••" -> null',
    ]),
  );
});

it('one that failed: each attempt, and when the next one is', async () => {
  const event = topUp('waits');
  await operator.tell(event);
  const { attempts, next, event: row } = await story(event['id']);
  expect(row).toMatchObject({ status: 'failed', verdict: 'failed', errorClass: 'transient', failures: 1 });
  expect(attempts).toEqual([
    {
      attempt: 1,
      at: expect.any(String),
      errorClass: 'transient',
      error: 'Stripe did not answer. Try again shortly. — status 500',
      retryAt: row.nextAttemptAt,
    },
  ]);
  expect(next).toEqual({ code: 'retry', at: row.nextAttemptAt, note: 'It is tried again by itself.' });
  await backend.query('UPDATE stripe_event_log SET next_attempt_at = now() WHERE stripe_event_id = $1', [event['id']]);
  backend.app.get(EventWorker, { strict: false }).wake();
  await handled(backend);
  expect((await story(event['id'])).attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('a dead one', async () => {
  const event = topUp('dies');
  await operator.tell(event);
  const { attempts, next, changes } = await story(event['id']);
  expect(attempts).toEqual([expect.objectContaining({ attempt: 1, errorClass: 'permanent', retryAt: null })]);
  expect([next.code, changes.state]).toEqual(['dead', 'not_understood']);
});

it('no attempt is noted of what succeeds', async () => {
  const [row] = await backend.query<{ kept: number }>(
    `SELECT count(*)::int AS kept FROM stripe_event_attempts a JOIN stripe_event_log l ON l.id = a.event_log_id
      WHERE l.event_type <> 'topup.created'`,
  );
  expect(row?.kept).toBe(0);
});

it('one that nobody handles, one without a row, one that no reader understands', async () => {
  const broken = { id: 'ch_b', object: 'charge', amount: 'many', currency: 'usd' };
  await operator.tell(
    stripeEvent({ id: 'evt_n1', type: 'quote.created', object: { id: 'qt_1', object: 'quote' } }),
    stripeEvent({ id: 'evt_n2', type: 'invoice.upcoming', object: { object: 'invoice', customer: 'cus_1' } }),
    stripeEvent({ id: 'evt_n3', type: 'charge.succeeded', object: broken }),
  );
  const states = await Promise.all(['evt_n1', 'evt_n2', 'evt_n3'].map(async (id) => (await story(id)).changes.state));
  expect(states).toEqual(['not_handled', 'no_row', 'not_understood']);
});

it('a thin one says nothing of its object', async () => {
  const { id } = sandbox.engine.customers.create({ name: 'Thin' });
  const event = sandbox.events.find(({ type, data }) => type === 'customer.created' && data.object['id'] === id);
  if (!event) throw new Error('the sandbox told of no customer');
  await operator.tell(thinned(event));
  const { changes, event: row } = await story(event.id);
  expect([changes.state, row.verdict, row.rereads]).toEqual(['read_from_stripe', 'applied', 1]);
});

it('when the payload is gone, that is said; and when the one before it is', async () => {
  await operator.tell(
    told('evt_g1', 'created', subscription('sub_g', 'trialing'), AT),
    told('evt_g2', 'updated', subscription('sub_g', 'active'), AT + 10),
  );
  await backend.query(
    `DELETE FROM stripe_event_payload WHERE event_log_id = (SELECT id FROM stripe_event_log WHERE stripe_event_id = 'evt_g1')`,
  );
  const [gone, later] = [await story('evt_g1'), await story('evt_g2')];
  expect([gone.payload, gone.changes.state, gone.changes.data]).toEqual([
    { state: 'removed', bytes: null, isReduced: false },
    'payload_gone',
    [],
  ]);
  expect([later.changes.state, later.changes.comparedWith]).toEqual(['before_unknown', null]);
});

it('a replay of what is gone reads the object from Stripe', async () => {
  const { id } = sandbox.engine.products.create({ name: 'Read' });
  const event = sandbox.events.find(({ type, data }) => type === 'product.created' && data.object['id'] === id);
  await operator.tell({ ...event });
  sandbox.engine.products.update(id, { name: 'Changed since' });
  await backend.query(
    'DELETE FROM stripe_event_payload WHERE event_log_id = (SELECT id FROM stripe_event_log WHERE stripe_event_id = $1)',
    [event?.id],
  );
  const selection = { ids: [event?.id] };
  const preview = await operator.post<PreviewAnswer>('replays/preview', selection);
  expect(preview.body.data).toEqual([expect.objectContaining({ outcome: 'reads_stripe' })]);
  const { body } = await operator.post('replays', { ...selection, reason: 'the row was lost' });
  const progress = async () => (await operator.get<ReplayAnswer>(`replays/${String(body['id'])}`)).body;
  const isOver = ({ status, settled }: ReplayAnswer) => status === 'done' && settled > 0;
  for (const deadline = Date.now() + 30_000; !isOver(await progress());) {
    if (Date.now() > deadline) throw new Error(`not settled: ${JSON.stringify(await progress())}`);
  }
  expect(await progress()).toMatchObject({ status: 'done', reread: 1, replayed: 0, refused: 0, settled: 1 });
  expect(await backend.query('SELECT name FROM products WHERE id = $1', [id])).toEqual([{ name: 'Changed since' }]);
});

it('that it was lacking, and reconcile found it', async () => {
  await operator.tell(stripeEvent({ id: 'evt_r', type: 'quote.created', object: { id: 'qt_r', object: 'quote' } }));
  await backend.query(
    `INSERT INTO reconcile_gaps (stripe_event_id, event_type, account, created_at, age_seconds, kind, pending_webhooks)
     VALUES ('evt_r', 'quote.created', '', now(), 700, 'missed', 0)`,
  );
  expect((await story('evt_r')).arrival.missing).toEqual({
    kind: 'missed',
    foundAt: expect.any(String),
    pendingWebhooks: 0,
  });
});

it('looking writes nothing', async () => {
  const images = `SELECT (SELECT json_agg(l ORDER BY id) FROM stripe_event_log l) AS log,
                         (SELECT json_agg(s ORDER BY id) FROM subscriptions s) AS subscriptions,
                         (SELECT count(*) FROM outbox) AS outbox`;
  const before = await backend.query(images);
  for (const id of ['evt_s1', 'evt_s2', 'evt_s3', 'evt_d2', 'evt_p2', 'evt_t2']) await story(id);
  expect(await backend.query(images)).toEqual(before);
});

it('an event that is not there is 404', async () => {
  expect((await operator.get('events/evt_none')).status).toBe(404);
  expect((await operator.get('events/x')).status).toBe(400);
});
