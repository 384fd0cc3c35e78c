import type { EventsAnswer } from '../../src/operations/events/event.answers.js';
import { EventSearch } from '../../src/operations/events/search/event-search.js';
import { createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { MendableModule, operatorOf, topUp, type Operator } from '../support/event-operations.js';
import { stripeEvent } from '../support/signed-event.js';

let backend: Backend;
let operator: Operator;

const AT = 1_760_000_000;
const customer = (id: string, fields: object = {}) => ({ id, object: 'customer', metadata: {}, ...fields });
const of = (id: string, type: string, object: object, created: number, more: object = {}) =>
  stripeEvent({ id, type, object, created, ...more });

beforeAll(async () => {
  backend = await startBackend({ extensions: [MendableModule] });
  operator = await operatorOf(backend);
  const charge = { id: 'ch_1', object: 'charge', customer: 'cus_1', amount: 5, currency: 'usd', status: 'succeeded' };
  await operator.tell(
    of('evt_1', 'customer.created', customer('cus_1', { metadata: { tenant_id: 'tenant_1' } }), AT),
    of('evt_3', 'customer.updated', customer('cus_1', { metadata: { tenant_id: 'tenant_1' } }), AT + 20),
    of('evt_2', 'customer.updated', customer('cus_1', { name: 'Former' }), AT + 10),
    of('evt_4', 'charge.succeeded', charge, AT + 30),
    of(
      'evt_5',
      'refund.created',
      { id: 're_1', object: 'refund', charge: 'ch_1', amount: 5, currency: 'usd' },
      AT + 40,
    ),
    of('evt_6', 'customer.created', customer('cus_2'), AT + 50),
    of('evt_7', 'quote.created', { id: 'qt_1', object: 'quote' }, AT + 60),
    of('evt_8', 'customer.created', customer('cus_1'), AT + 70, { account: 'acct_1' }),
    topUp('dies', { id: 'evt_dead' }),
    topUp('waits', { id: 'evt_failed' }),
    of('evt_9', 'product.created', { id: 'gold', object: 'product', name: 'Gold' }, AT + 80),
  );
});
afterAll(() => backend.close());

const ids = async (query: string, as: Operator = operator): Promise<string[]> => {
  const { status, body } = await as.get<EventsAnswer>(`events?${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body.data.map(({ id }) => id);
};

it.each([
  ['id=evt_4', ['evt_4']],
  ['id=evt_none', []],
  ['type=customer.updated', ['evt_2', 'evt_3']],
  ['type=customer.*', ['evt_8', 'evt_6', 'evt_2', 'evt_3', 'evt_1']],
  ['object=ch_1', ['evt_4']],
  ['object=cus_1', ['evt_8', 'evt_3', 'evt_2', 'evt_1']],
  ['object=cus_1&account=own', ['evt_3', 'evt_2', 'evt_1']],
  ['customer=cus_1&account=own', ['evt_5', 'evt_4', 'evt_3', 'evt_2', 'evt_1']],
  ['tenant=tenant_1', ['evt_5', 'evt_4', 'evt_3', 'evt_2', 'evt_1']],
  ['tenant=tenant_1&object=ch_1', ['evt_4']],
  ['tenant=tenant_none', []],
  ['customer=cus_1&type=charge.*', ['evt_4']],
  ['account=acct_1', ['evt_8']],
  ['account=own&type=customer.created', ['evt_6', 'evt_1']],
  ['status=dead', ['evt_dead']],
  ['status=failed', ['evt_failed']],
  ['status=received', []],
  ['status=ignored', ['evt_7']],
  ['verdict=superseded', ['evt_2']],
  ['verdict=ignored', ['evt_7']],
  ['verdict=failed', ['evt_failed', 'evt_dead']],
  ['source=reconcile', []],
  ['source=webhook&type=product.*', ['evt_9']],
])('%s', async (query, expected) => {
  expect(await ids(query)).toEqual(expected);
});

it('by the time of receipt', async () => {
  const [row] = await backend.query<{ at: Date }>(
    `SELECT received_at AS at FROM stripe_event_log WHERE stripe_event_id = 'evt_7'`,
  );
  const at = (row?.at ?? new Date()).toISOString();
  const after = await ids(`from=${at}`);
  const before = await ids(`to=${at}`);
  expect(after).toEqual(['evt_9', 'evt_failed', 'evt_dead', 'evt_8', 'evt_7']);
  expect(before).toEqual(['evt_6', 'evt_5', 'evt_4', 'evt_2', 'evt_3', 'evt_1']);
  expect(await ids(`from=${at}&to=${at}`)).toEqual([]);
});

it.each(['type=customer.*', 'tenant=tenant_1', 'limit=3'])('%s, page by page, is the same', async (query) => {
  const whole = await ids(query.replace('limit=3', ''));
  const pages: string[] = [];
  for (let cursor: string | null = '', turns = 0; cursor !== null && turns < 20; turns += 1) {
    const page = query.includes('limit') ? query : `${query}&limit=2`;
    const path: string = `events?${page}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { body }: { body: EventsAnswer } = await operator.get<EventsAnswer>(path);
    pages.push(...body.data.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  expect(pages).toEqual(whole);
  expect(new Set(pages).size).toBeGreaterThan(3);
});

it('a line says what became of the event', async () => {
  const { body } = await operator.get<EventsAnswer>('events?id=evt_2');
  expect(body).toEqual({
    data: [
      {
        id: 'evt_2',
        type: 'customer.updated',
        object: 'cus_1',
        account: null,
        livemode: false,
        apiVersion: '2026-10-28.endive',
        source: 'webhook',
        status: 'processed',
        verdict: 'superseded',
        supersededBy: 'evt_3',
        errorClass: null,
        error: null,
        failures: 0,
        createdAt: new Date((AT + 10) * 1000).toISOString(),
        receivedAt: expect.any(String),
        processedAt: expect.any(String),
        nextAttemptAt: null,
      },
    ],
    nextCursor: null,
    lookedTo: null,
  });
});

it.each([
  ['cursor=x', '?cursor'],
  [`cursor=${Buffer.from('1760000000000 evt_1').toString('base64url')}`, '/cursor'],
  ['type=%27;DROP', '?type'],
  ['limit=0', '?limit'],
  ['from=yesterday', '?from'],
  ['unknown=1', '?unknown'],
  ['status=lost', '?status'],
])('%s is refused', async (query) => {
  const { status, body } = await operator.get(`events?${query}`);
  expect([status, body['code']]).toEqual([400, 'invalid_request']);
});

describe('who sees what', () => {
  it('a connected account’s operator its own events, and no others', async () => {
    const own = await operatorOf(backend, await createKey(backend, ['operations'], { account: 'acct_1' }));
    expect(await ids('limit=100', own)).toEqual(['evt_8']);
    expect(await ids('object=cus_1', own)).toEqual(['evt_8']);
    expect(await ids('id=evt_1', own)).toEqual([]);
    for (const path of ['events/evt_1', 'events/evt_1/payload']) expect((await own.get(path)).status).toBe(404);
    expect((await own.get('events/evt_8')).status).toBe(200);
    const { status, body } = await own.get('events?account=own');
    expect([status, body['code']]).toEqual([403, 'bound_to_another']);
    const failures = await own.get<{ data: unknown[] }>('failures');
    expect(failures.body.data).toEqual([]);
  });

  it('who acts for a tenant nothing', async () => {
    for (const as of [
      await createKey(backend, ['operations'], { tenantId: 't' }),
      await signJwt({ tenant: 't', scopes: ['operations'] }),
    ]) {
      const bound = await operatorOf(backend, as);
      for (const path of ['events', 'events/evt_1', 'events/evt_1/payload', 'failures', 'replays']) {
        const { status, body } = await bound.get(path);
        expect([path, status, body['code']]).toEqual([path, 403, 'tenant_bound']);
      }
      for (const path of ['replays', 'replays/preview', 'events/ignore']) {
        const { status, body } = await bound.post(path, {
          ids: ['evt_1'],
          ...(path.endsWith('preview') ? {} : { reason: 'x' }),
        });
        expect([path, status, body['code']]).toEqual([path, 403, 'tenant_bound']);
      }
    }
  });
});

it('a walk that would take long stops, and says how far it has looked', async () => {
  await backend.query(
    `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, created_at, received_at, next_attempt_at)
     SELECT 'evt_old_' || n, 'x.y', false, 'processed', now(), now(), NULL FROM generate_series(1, 45000) n`,
  );
  const search = backend.app.get(EventSearch);
  let cursor: EventsAnswer['nextCursor'] = null;
  let found: string[] = [];
  // the time that a walk has is up at once: each page is one step
  const clock = performance.now.bind(performance);
  let ahead = 0;
  performance.now = () => clock() + (ahead += 1_000);
  try {
    for (let pages = 0; found.length === 0 && pages < 5; pages += 1) {
      const query = { type: 'quote.created', limit: 20, account: undefined };
      const { data, nextCursor, lookedTo } = await search.page({
        ...query,
        ...(cursor ? { cursor: { created: new Date(), id: idIn(cursor) } } : {}),
      });
      found = data.map(({ id }) => id);
      if (found.length === 0) expect(lookedTo).toEqual(expect.any(String));
      cursor = nextCursor;
    }
  } finally {
    performance.now = clock;
  }
  expect(found).toEqual(['evt_7']);
});

const idIn = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1').split(' ')[1] ?? '';
