import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { FailuresAnswer } from '../../src/operations/events/failures/failure.answers.js';
import type {
  PreviewAnswer,
  ReplayAccepted,
  ReplayAnswer,
} from '../../src/operations/events/replays/replay.answers.js';
import type { StoryAnswer } from '../../src/operations/events/story/story.answers.js';
import { createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import {
  handled,
  MendableModule,
  MendableProcessor,
  operatorOf,
  topUp,
  type Operator,
} from '../support/event-operations.js';
import { stripeEvent } from '../support/signed-event.js';

let database: TestDatabase;
let backend: Backend;
let operator: Operator;

const start = async () => {
  backend = await startBackend({ databaseUrl: database.url, extensions: [MendableModule] });
  operator = await operatorOf(backend);
};
beforeAll(async () => {
  database = await cloneDatabase();
  await start();
});
afterAll(async () => {
  await backend.close();
  await database.drop();
});

const AT = 1_760_000_000;
const reason = 'The handler is mended, says Ann';
const product = (name: string, fields: object = {}) => ({
  id: 'prod_1',
  object: 'product',
  name,
  active: true,
  ...fields,
});
const mend = (mended: boolean) => {
  backend.app.get(MendableProcessor).mended = mended;
};
const statusOf = async (id: unknown) => {
  const [row] = await backend.query<{ status: string; verdict: string | null }>(
    'SELECT status, verdict FROM stripe_event_log WHERE stripe_event_id = $1',
    [id],
  );
  return row && [row.status, row.verdict];
};
const replay = (body: object, as: Operator = operator) =>
  as.post<ReplayAccepted & { code?: string }>('replays', { reason, ...body });

async function done(id: string): Promise<ReplayAnswer> {
  for (const deadline = Date.now() + 45_000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const { body } = await operator.get<ReplayAnswer>(`replays/${id}`);
    if (body.status === 'done') {
      await handled(backend);
      return (await operator.get<ReplayAnswer>(`replays/${id}`)).body;
    }
    if (Date.now() > deadline) throw new Error(`not done: ${JSON.stringify(body)}`);
  }
}

it('failures are grouped by what went wrong, and a group is a filter', async () => {
  mend(false);
  const events = [topUp('dies'), topUp('dies'), topUp('waits')];
  const broken = ['ch_aaaaaaaa1', 'ch_bbbbbbbb22'].map((id) =>
    stripeEvent({ type: 'charge.succeeded', object: { id, object: 'charge', amount: 'x', currency: 'usd' } }),
  );
  await operator.tell(...events, ...broken);
  const { body } = await operator.get<FailuresAnswer>('failures');
  expect(body.isCut).toBe(false);
  expect(body.data.map(({ status, errorClass, type, events: many }) => [status, errorClass, type, many])).toEqual([
    ['dead', 'permanent', 'charge.succeeded', 2],
    ['dead', 'permanent', 'topup.created', 2],
    ['failed', 'transient', 'topup.created', 1],
  ]);
  const [, group] = body.data;
  expect(group).toMatchObject({ sample: [events[1]?.['id'], events[0]?.['id']] });
  const { status, errorClass, error, type } = group ?? {};
  const preview = await operator.post<PreviewAnswer>('replays/preview', {
    filter: { status, errorClass, error, type },
  });
  expect(preview.body).toMatchObject({ events: 2, isCapped: false });
  await operator.post('events/ignore', { filter: { verdict: 'failed' }, reason: 'a test has ended' });
});

it('a dead event runs again when its cause is mended; who asked and why is known', async () => {
  mend(false);
  const event = topUp('dies');
  await operator.tell(event);
  expect(await statusOf(event['id'])).toEqual(['dead', 'failed']);
  mend(true);
  const { status, body } = await replay({ ids: [event['id']] });
  expect([status, body.events, body.skipped]).toEqual([202, 1, 0]);
  expect(await done(body.id)).toMatchObject({ events: 1, replayed: 1, settled: 1, failed: 0, waiting: 0, reason });
  expect(await statusOf(event['id'])).toEqual(['processed', 'applied']);
  const [audited] = await backend.query(`SELECT action, actor_kind, after FROM audit_log WHERE object_id = $1`, [
    body.id,
  ]);
  expect(audited).toEqual({
    action: 'event.replay',
    actor_kind: 'key',
    after: { reason, events: 1, ratePerSecond: 20, ids: [event['id']] },
  });
  const { body: told } = await operator.get<StoryAnswer>(`events/${String(event['id'])}`);
  expect(told.replays).toEqual([expect.objectContaining({ replay: body.id, reason, outcome: 'replayed' })]);
  expect(told.attempts).toHaveLength(1);
  expect(told.event).toMatchObject({ source: 'webhook', failures: 0, error: null });
});

it('an old event looks after its replay as after its first run', async () => {
  await operator.tell(
    stripeEvent({ id: 'evt_new', type: 'product.updated', object: product('New'), created: AT + 10 }),
    stripeEvent({ id: 'evt_old', type: 'product.created', object: product('Old'), created: AT }),
  );
  const image = () =>
    backend.query(
      `SELECT (SELECT json_agg(p) FROM products p) AS rows, (SELECT count(*) FROM outbox) AS outbox,
              (SELECT json_agg(json_build_array(stripe_event_id, status, verdict, superseded_by, retry_count, source) ORDER BY id)
                 FROM stripe_event_log WHERE event_type LIKE 'product.%') AS log`,
    );
  const before = await image();
  const { body } = await replay({ ids: ['evt_old', 'evt_new'] });
  expect(await done(body.id)).toMatchObject({ replayed: 2, settled: 2 });
  expect(await image()).toEqual(before);
  expect(await statusOf('evt_old')).toEqual(['processed', 'superseded']);
});

it('an event that follows a fact makes no second outbox entry', async () => {
  mend(true);
  const event = topUp(null);
  await operator.tell(event);
  const entries = () => backend.query('SELECT id, business_key, status FROM outbox ORDER BY id');
  const before = await entries();
  expect(before.length).toBeGreaterThan(0);
  const { body } = await replay({ ids: [event['id']] });
  expect(await done(body.id)).toMatchObject({ settled: 1 });
  expect(backend.app.get(MendableProcessor).handled.filter((id) => id === event['id'])).toHaveLength(2);
  expect((await entries()).map((row) => ({ ...row, status: '' }))).toEqual(
    before.map((row) => ({ ...row, status: '' })),
  );
});

describe('a preview', () => {
  const preview = async (body: object): Promise<PreviewAnswer> => {
    const { status, body: answer } = await operator.post<PreviewAnswer>('replays/preview', body);
    expect(status).toBe(200);
    return answer;
  };

  it('says what would change, and leaves nothing behind', async () => {
    const plan = { id: 'sub_1', object: 'subscription', customer: 'cus_1', currency: 'usd', metadata: {} };
    await operator.tell(
      stripeEvent({
        type: 'customer.created',
        object: { id: 'cus_1', object: 'customer', metadata: { tenant_id: 'tenant_1' } },
        created: AT,
      }),
      stripeEvent({
        id: 'evt_sub',
        type: 'customer.subscription.created',
        object: { ...plan, status: 'active' },
        created: AT + 1,
      }),
    );
    // as if a former version of the handler had written something else
    await backend.query(
      `UPDATE subscriptions SET status = 'paused', stripe_event_at = stripe_event_at - interval '1 hour' WHERE id = 'sub_1'`,
    );
    const tables = await backend.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('leases', 'process_minutes')`,
    );
    const image = async () =>
      Promise.all(
        tables.map(async ({ name }) => [name, await backend.query(`SELECT json_agg(t) AS rows FROM "${name}" t`)]),
      );
    const metrics = async () =>
      (await (await fetch(`${backend.url}/metrics`)).text())
        .split('\n')
        .filter((line) => /^countinghouse_events_(settled|retries|received)/.test(line));
    const [before, counted] = [await image(), await metrics()];

    const { events, data } = await preview({ ids: ['evt_sub'] });
    expect(events).toBe(1);
    expect(data).toEqual([
      expect.objectContaining({ outcome: 'changes', verdict: 'applied', error: null, isCut: false }),
    ]);
    expect(data[0]?.changes).toEqual(
      expect.arrayContaining([
        { table: 'subscriptions', id: 'sub_1', field: 'status', before: 'paused', after: 'active' },
      ]),
    );
    expect(await image()).toEqual(before);
    expect(await metrics()).toEqual(counted);
  });

  it('of what would change nothing, fail, or is not handled', async () => {
    mend(false);
    const [fails, unhandled] = [
      topUp('dies'),
      stripeEvent({ type: 'quote.created', object: { id: 'qt_1', object: 'quote' } }),
    ];
    await operator.tell(fails, unhandled);
    const { data, skipped } = await preview({ ids: [fails['id'], unhandled['id'], 'evt_old', 'evt_nowhere'] });
    expect(skipped).toBe(1);
    expect(data.map(({ event, outcome, verdict, error }) => [event.id, outcome, verdict, error])).toEqual([
      ['evt_old', 'no_change', 'superseded', null],
      [fails['id'], 'fails', 'failed', 'amount is not a whole number.'],
      [unhandled['id'], 'not_handled', 'ignored: no_handler', null],
    ]);
  });

  it('is not there while the database is not, and calls no event failing for it', async () => {
    const event = stripeEvent({ type: 'product.created', object: product('held', { id: 'prod_held' }), created: AT });
    await operator.tell(event);
    const holder = new pg.Client(database.url);
    await holder.connect();
    try {
      await holder.query(`BEGIN; SELECT 1 FROM products WHERE id = 'prod_held' FOR UPDATE`);
      const cutOff = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      const cutOffPreview = async (): Promise<unknown> => {
        const previewed = operator.post('replays/preview', { ids: [event['id']] });
        const isAnswered = previewed.then(() => true);
        while ((await holder.query(cutOff)).rowCount === 0) {
          // Waits for a lock end after a second: that preview says that it waited for too long.
          if (await Promise.race([isAnswered, delay(5, false)])) return cutOffPreview();
        }
        return previewed;
      };
      expect(await cutOffPreview()).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    } finally {
      await holder.end();
    }
  });

  it('takes ids or a filter, and the filter has a condition', async () => {
    for (const body of [
      {},
      { ids: [] },
      { filter: {} },
      { ids: ['evt_1'], filter: { status: 'dead' } },
      { ids: ['x'] },
    ]) {
      expect((await operator.post('replays/preview', body)).status).toBe(400);
    }
  });
});

describe('what cannot be replayed', () => {
  it('is refused with a code', async () => {
    mend(true);
    const event = topUp(null);
    await operator.tell(event);
    expect((await replay({ ids: ['evt_nowhere'] })).body.code).toBe('nothing_to_replay');
    expect((await replay({ filter: { type: 'invoice.*' } })).body.code).toBe('nothing_to_replay');
    await backend.query(
      'DELETE FROM stripe_event_payload WHERE event_log_id = (SELECT id FROM stripe_event_log WHERE stripe_event_id = $1)',
      [event['id']],
    );
    const { status, body } = await replay({ ids: [event['id']] });
    expect([status, body.code]).toEqual([409, 'payload_gone']);
    expect((await operator.post<PreviewAnswer>('replays/preview', { ids: [event['id']] })).body.data).toEqual([
      expect.objectContaining({ outcome: 'payload_gone' }),
    ]);
    const known = await replay({ ids: [event['id'], 'evt_old'] });
    expect(await done(known.body.id)).toMatchObject({ events: 2, refused: 1, replayed: 1 });
    expect(await statusOf(event['id'])).toEqual(['processed', 'applied']);
  });

  it('without a reason', async () => {
    expect((await operator.post('replays', { ids: ['evt_old'] })).status).toBe(400);
  });

  it('by another account’s operator', async () => {
    const other = await operatorOf(backend, await createKey(backend, ['operations'], { account: 'acct_1' }));
    expect((await replay({ ids: ['evt_old'] }, other)).body.code).toBe('nothing_to_replay');
    const { body } = await replay({ ids: ['evt_old'] });
    await done(body.id);
    expect((await other.get(`replays/${body.id}`)).status).toBe(404);
    expect((await other.get<{ data: unknown[] }>('replays')).body.data).toEqual([]);
  });
});

it('a set is what was looked at, and nothing that came after', async () => {
  mend(false);
  const seen = [topUp('dies'), topUp('dies')];
  const filter = { status: 'dead', type: 'topup.created', from: new Date().toISOString() };
  await operator.tell(...seen);
  const look = async () => (await operator.post<PreviewAnswer>('replays/preview', { filter })).body;
  const { upTo, events, isCapped } = await look();
  expect([events, isCapped]).toEqual([2, false]);
  const late = topUp('dies');
  await operator.tell(late);
  mend(true);
  const more = await replay({ filter, previewed: { upTo, events: 1 } });
  expect([more.status, more.body.code]).toEqual([409, 'selection_changed']);
  const { body } = await replay({ filter, previewed: { upTo, events } });
  expect([body.events, body.skipped, body.later]).toEqual([2, 0, 1]);
  await done(body.id);
  expect(await Promise.all([...seen, late].map(({ id }) => statusOf(id)))).toEqual([
    ['processed', 'applied'],
    ['processed', 'applied'],
    ['dead', 'failed'],
  ]);
  expect(await backend.query('SELECT after FROM audit_log WHERE object_id = $1', [body.id])).toEqual([
    { after: { reason, events: 2, ratePerSecond: 20, filter, upTo } },
  ]);
  expect((await look()).upTo).not.toBe(upTo);
});

it('a set is paced, and goes on in another process where it was left', async () => {
  mend(false);
  const events = Array.from({ length: 9 }, () => topUp('dies'));
  await operator.tell(...events);
  mend(true);
  const began = performance.now();
  const { body } = await replay({ filter: { status: 'dead', type: 'topup.created' }, ratePerSecond: 2 });
  expect(body.events).toBeGreaterThanOrEqual(9);
  const progress = async () => (await operator.get<ReplayAnswer>(`replays/${body.id}`)).body;
  let left = await progress();
  for (const deadline = Date.now() + 20_000; left.replayed === 0; left = await progress()) {
    if (Date.now() > deadline) throw new Error('the replay does not begin');
  }
  const seconds = (performance.now() - began) / 1_000;
  expect([left.replayed + left.waiting, left.status]).toEqual([body.events, 'running']);
  expect(left.replayed).toBeLessThanOrEqual(2 * (1 + 1.1 * seconds)); // no more than the rate, at once and later
  await backend.close();
  await start();
  mend(true);
  expect(await done(body.id)).toMatchObject({
    replayed: body.events,
    settled: body.events,
    waiting: 0,
    ratePerSecond: 2,
  });
  const { body: list } = await operator.get<{ data: ReplayAnswer[] }>('replays?limit=1');
  expect(list.data).toEqual([await progress()]);
});
