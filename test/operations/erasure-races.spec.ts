import { setTimeout as delay } from 'node:timers/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { someErased } from '../../src/database/erased.js';
import { inTransaction } from '../../src/database/in-transaction.js';
import { KeptRequests } from '../../src/idempotency/kept-requests.js';
import { atShell } from '../../src/operations/cli/at-shell.js';
import { Erasure } from '../../src/operations/erasure/erasure.js';
import { ErasureSchedule } from '../../src/operations/erasure/erasure.schedule.js';
import { EventLogRepository } from '../../src/webhooks/event-log.repository.js';
import { EventWorker } from '../../src/webhooks/event-worker.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { tablesWith } from '../support/person.js';
import { post, stripeEvent } from '../support/signed-event.js';

const KEYS = `now:${randomBytes(32).toString('base64')}`;

let backend: Backend;
/** Another process on the same database, which has erased nobody itself. */
let second: Backend;

beforeAll(async () => {
  backend = await startBackend({ env: { PAYLOAD_ENCRYPTION_KEYS: KEYS } });
  second = await startBackend({ databaseUrl: backend.databaseUrl, env: { PAYLOAD_ENCRYPTION_KEYS: KEYS } });
  // What is due is gone on with when a test says so, and not also once a minute.
  for (const { app } of [backend, second]) app.get(SchedulerRegistry).deleteInterval('erasure');
});
afterAll(async () => {
  await second.close();
  await backend.close();
});

const NAME = 'Quintessa';
let created = 1_800_000_000;
const told = (id: string, fields: object = {}, account?: string) =>
  stripeEvent({
    type: 'customer.updated',
    created: (created += 10),
    object: { id, object: 'customer', name: NAME, balance: 1, metadata: {}, ...fields },
    ...(account ? { account } : {}),
  });
const send = (event: unknown, to = backend) => post(`${to.url}/webhooks/stripe`, event);
async function known(id: string, account?: string): Promise<void> {
  await send(told(id, {}, account));
  await backend.settled();
}
const erase = (customerId: string, account = '') =>
  backend.app.get(Erasure).erase({ account, customerId, reason: 'ticket', caller: atShell() });
const nameOf = async (id: string, account = '') =>
  (
    await backend.query<{ name: string | null }>('SELECT name FROM customers WHERE id = $1 AND account = $2', [
      id,
      account,
    ])
  )[0]?.name;

it('waits for a transaction that has asked before the mark, and clears what it writes', async () => {
  await known('cus_race');
  let write: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (write = resolve));
  let asked: () => void = () => undefined;
  const began = new Promise<void>((resolve) => (asked = resolve));
  const worker = inTransaction(second.app.get(DataSource), async (tx) => {
    const saw = someErased(tx);
    asked();
    await gate;
    await tx.query(`UPDATE customers SET name = 'Quintessa of before' WHERE id = 'cus_race'`);
    await tx.query(
      `INSERT INTO refunds (account, id, stripe_event_at, charge_id, description) VALUES ('', 're_race', now(), 'ch_race', $1)`,
      [NAME],
    );
    await tx.query(
      `INSERT INTO charges (account, id, stripe_event_at, customer_id) VALUES ('', 'ch_race', now(), 'cus_race')`,
    );
    return saw;
  });
  await began;
  let isDone = false;
  const erasing = erase('cus_race').then(() => (isDone = true));
  await delay(400);
  expect(isDone).toBe(false);
  write();
  expect(await worker).toBe(false);
  await erasing;
  expect(await nameOf('cus_race')).toBeNull();
  expect(await backend.query(`SELECT description FROM refunds WHERE id = 're_race'`)).toEqual([{ description: null }]);
  expect(await inTransaction(second.app.get(DataSource), (tx) => Promise.resolve(someErased(tx)))).toBe(true);
});

it('another process, which did not erase, stores and writes nothing personal from then on', async () => {
  await known('cus_elsewhere');
  await erase('cus_elsewhere');
  const event = told('cus_elsewhere', { balance: 7 });
  expect((await send(event, second)).status).toBe(200);
  await second.settled();
  const [row] = await backend.query(`SELECT name, balance, stripe_event_id FROM customers WHERE id = 'cus_elsewhere'`);
  expect(row).toEqual({ name: null, balance: '7', stripe_event_id: event['id'] });
  const found = await second.app.get(EventLogRepository, { strict: false }).find(String(event['id']));
  expect(JSON.parse(String(found?.body))).toMatchObject({
    data: { object: { id: 'cus_elsewhere', name: '', balance: 7 } },
  });
});

it('events of one second end in the row that they would have made, in every order', async () => {
  const at = created + 10_000;
  const change = (id: string, fields: object, previous: Record<string, unknown>) =>
    stripeEvent({
      type: 'customer.updated',
      created: at,
      object: { id, object: 'customer', name: NAME, metadata: {}, ...fields },
      previous,
    });
  for (const [n, order] of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ].entries()) {
    const id = `cus_order_${n}`;
    await known(id);
    const events = [
      change(id, { balance: 2 }, { balance: 1, name: 'A' }),
      change(id, { balance: 3 }, { balance: 2, name: 'B' }),
      change(id, { balance: 4 }, { balance: 3 }),
    ];
    await send(events[order[0] ?? 0]); // before the erasure, the others after it
    await backend.settled();
    await erase(id);
    for (const place of order.slice(1)) await send(events[place]);
    await backend.settled();
    expect(await backend.query('SELECT name, balance FROM customers WHERE id = $1', [id])).toEqual([
      { name: null, balance: '4' },
    ]);
    expect(
      await backend.query(`SELECT verdict FROM stripe_event_log WHERE object_key = $1 AND verdict = 'ambiguous'`, [id]),
    ).toEqual([]);
  }
});

it('an event that is still open is worked off by what is left of it', async () => {
  await known('cus_open');
  const event = told('cus_open', { balance: 9 });
  await send(event);
  await backend.settled();
  await backend.query(
    `UPDATE stripe_event_log SET status = 'failed', next_attempt_at = now() + interval '1 hour' WHERE stripe_event_id = $1`,
    [event['id']],
  );
  await backend.query(`UPDATE customers SET balance = 0, stripe_event_at = 'epoch' WHERE id = 'cus_open'`);
  await erase('cus_open');
  await backend.query(`UPDATE stripe_event_log SET next_attempt_at = now() WHERE stripe_event_id = $1`, [event['id']]);
  backend.app.get(EventWorker, { strict: false }).wake();
  await backend.settled();
  expect(await backend.query(`SELECT name, balance FROM customers WHERE id = 'cus_open'`)).toEqual([
    { name: null, balance: '9' },
  ]);
});

it('is by account and id: the same id in another account is somebody else', async () => {
  await known('cus_twice');
  await known('cus_twice', 'acct_1Other');
  await erase('cus_twice', 'acct_1Other');
  expect([await nameOf('cus_twice'), await nameOf('cus_twice', 'acct_1Other')]).toEqual([NAME, null]);
  await send(told('cus_twice', { balance: 3 }));
  await send(told('cus_twice', { balance: 3 }, 'acct_1Other'));
  await backend.settled();
  expect([await nameOf('cus_twice'), await nameOf('cus_twice', 'acct_1Other')]).toEqual([NAME, null]);
});

it('goes on when the process died after the mark, and removes payloads that nobody can read', async () => {
  await known('cus_died');
  await backend.query(
    `INSERT INTO erased_customers (account, customer_id, erased_at) VALUES ('', 'cus_died', now() - interval '1 hour')`,
  );
  await backend.query(
    `INSERT INTO erased_objects (account, kind, id, customer_id) VALUES ('', 'customers', 'cus_died', 'cus_died')`,
  );
  await backend.query(
    `UPDATE stripe_event_payload p SET key_id = 'lost' FROM stripe_event_log l WHERE l.id = p.event_log_id AND l.object_key = 'cus_died'`,
  );
  await second.app.get(ErasureSchedule).finishDue();
  expect(await nameOf('cus_died')).toBeNull();
  expect(
    await backend.query(
      `SELECT c.finished_at IS NOT NULL AS finished, (SELECT count(*)::int FROM stripe_event_payload p
         JOIN stripe_event_log l ON l.id = p.event_log_id WHERE l.object_key = 'cus_died') AS payloads
         FROM erased_customers c WHERE customer_id = 'cus_died'`,
    ),
  ).toEqual([{ finished: true, payloads: 0 }]);
});

it('one erasure that cannot be ended keeps no other one from it', async () => {
  for (const id of ['cus_stuck', 'cus_behind']) {
    await known(id);
    await backend.query(
      `INSERT INTO erased_customers (account, customer_id, erased_at) VALUES ('', $1, now() - interval '1 hour')`,
      [id],
    );
  }
  await backend.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
     CREATE TRIGGER refuse BEFORE UPDATE ON customers FOR EACH ROW WHEN (OLD.id = 'cus_stuck') EXECUTE FUNCTION refuse()`,
  );
  await second.app.get(ErasureSchedule).finishDue();
  expect([await nameOf('cus_stuck'), await nameOf('cus_behind')]).toEqual([NAME, null]);
  await backend.query('DROP TRIGGER refuse ON customers; DROP FUNCTION refuse()');
  await second.app.get(ErasureSchedule).finishDue();
  expect(await nameOf('cus_stuck')).toBeNull();
});

describe('Ctrl-C', () => {
  const marks = (id: string) => backend.query('SELECT FROM erased_customers WHERE customer_id = $1', [id]);
  const command = (id: string, stop: AbortSignal) =>
    countinghouseHere(
      ['erase', '--customer', id, '--reason', 'ticket'],
      { DATABASE_URL: backend.databaseUrl, PAYLOAD_ENCRYPTION_KEYS: KEYS },
      stop,
    );

  it('before the mark: nobody is erased', async () => {
    await known('cus_mistaken');
    expect(await command('cus_mistaken', AbortSignal.abort())).toEqual({ code: 130, output: '', errors: 'Stopped.\n' });
    expect([await marks('cus_mistaken'), await nameOf('cus_mistaken')]).toEqual([[], NAME]);
  });

  it('after it: says that it goes on', async () => {
    await known('cus_stopped');
    const stop = new AbortController();
    const { code, errors } = await inTransaction(second.app.get(DataSource), async (tx) => {
      expect(someErased(tx)).toBe(true); // and is waited for
      const running = command('cus_stopped', stop.signal);
      while ((await marks('cus_stopped')).length === 0) await delay(20);
      stop.abort();
      return running;
    });
    expect([code, errors]).toEqual([
      130,
      'cus_stopped is marked as erased: the backend goes on with it by itself.\nStopped.\n',
    ]);
    await backend.query(
      `UPDATE erased_customers SET erased_at = now() - interval '1 hour' WHERE customer_id = 'cus_stopped'`,
    );
    await second.app.get(ErasureSchedule).finishDue();
    expect(await nameOf('cus_stopped')).toBeNull();
  });
});

it('a payload that is nested as none of Stripe’s is not kept at all', async () => {
  await known('cus_deep');
  await erase('cus_deep');
  const deep = JSON.stringify(told('cus_deep')).replace(
    '"metadata":{}',
    `"metadata":${'{"a":'.repeat(300)}1${'}'.repeat(300)}`,
  );
  expect((await send(deep)).status).toBe(200);
  const left = await backend.query(
    `SELECT l.id FROM stripe_event_log l LEFT JOIN stripe_event_payload p ON p.event_log_id = l.id
      WHERE l.object_key = 'cus_deep' AND p.body IS NULL`,
  );
  expect(left).toHaveLength(1);
});

describe('over HTTP', () => {
  const ask = (path: string, body: unknown, as: string) => call(backend, 'POST', path, { body, as });

  it('is for operators who are bound to no tenant, and say the id twice', async () => {
    await known('cus_http');
    const path = '/operations/customers/cus_http/erase';
    const body = { reason: 'ticket', confirm: 'cus_http' };
    const operator = await createKey(backend, ['operations', 'payloads']);
    const cases: [string, unknown, number, string][] = [
      [await createKey(backend, ['billing', 'payloads']), body, 403, 'forbidden'],
      [await createKey(backend, ['operations']), body, 403, 'forbidden'],
      [await createKey(backend, ['operations', 'payloads'], { tenantId: 'tenant_1' }), body, 403, 'tenant_bound'],
      [await signJwt({ tenant: 'tenant_1', scopes: ['operations', 'payloads'] }), body, 403, 'tenant_bound'],
      [operator, { ...body, confirm: 'cus_http2' }, 400, 'invalid_request'],
      [operator, { confirm: 'cus_http' }, 400, 'invalid_request'],
    ];
    for (const [as, sent, status, code] of cases) {
      expect(await ask(path, sent, as)).toMatchObject({ status, body: { code } });
    }
    const bound = await createKey(backend, ['operations', 'payloads'], { account: 'acct_1Other' });
    expect(await ask(`${path}?account=own`, body, bound)).toMatchObject({
      status: 403,
      body: { code: 'bound_to_another' },
    });
    expect(await ask(path, body, bound)).toMatchObject({ status: 404 });
    expect(
      await ask('/operations/customers/cus_nobody/erase', { ...body, confirm: 'cus_nobody' }, operator),
    ).toMatchObject({
      status: 404,
    });
    expect(await nameOf('cus_http')).toBe(NAME);
  });

  it('shows what there is, erases, and says so in the audit log and in the preview', async () => {
    const as = await createKey(backend, ['operations', 'payloads']);
    const preview = () => call(backend, 'GET', '/operations/customers/cus_http/erasure', { as });
    expect(await preview()).toMatchObject({
      status: 200,
      body: { erasedAt: null, objects: { customers: 1 }, events: 1 },
    });
    const erased = await ask('/operations/customers/cus_http/erase', { reason: 'ticket 9', confirm: 'cus_http' }, as);
    expect(erased).toMatchObject({ status: 200, body: { customer: 'cus_http', cleared: { rows: 1, payloads: 1 } } });
    expect(erased.headers.get('cache-control')).toBe('no-store');
    expect((await preview()).body).toMatchObject({ erasedAt: expect.any(String), finishedAt: expect.any(String) });
    expect(await nameOf('cus_http')).toBeNull();
    const [row] = await backend.query(
      `SELECT actor_kind, after FROM audit_log WHERE action = 'customer.erase' AND object_id = 'cus_http'`,
    );
    expect(row).toEqual({ actor_kind: 'key', after: { reason: 'ticket 9' } });
  });
});

it('drops the answers that may tell of the customer, and no other; nothing is carried out again', async () => {
  await send(told('cus_tenant', { metadata: { tenant_id: 'tenant_t' } }, 'acct_1Own'));
  await backend.settled();
  const requests = backend.app.get(KeptRequests, { strict: false });
  const of = (account: string, tenantId: string | null) => ({
    scope: Buffer.from(`${account} ${tenantId ?? ''}`),
    request: Buffer.from('the same'),
    account,
    tenantId,
  });
  const [erased, kept] = [
    [of('acct_1Own', 'tenant_t'), of('acct_1Own', null), of('', null)],
    [of('acct_1Own', 'tenant_u'), of('', 'tenant_t'), of('acct_1Third', null), of('acct_1Third', 'tenant_t')],
  ];
  for (const identity of [...erased, ...kept]) {
    const lease = randomUUID();
    await requests.begin(identity, lease, 3_600);
    await requests.keep(identity, lease, { status: 200, body: { name: NAME } });
  }
  await erase('cus_tenant', 'acct_1Own');
  for (const identity of erased) {
    await expect(requests.begin(identity, randomUUID(), 3_600)).rejects.toMatchObject({ code: 'answer_erased' });
  }
  const again = await Promise.all(kept.map((identity) => requests.begin(identity, randomUUID(), 3_600)));
  expect(again).toEqual(kept.map(() => ({ status: 200, body: { name: NAME } })));
});

it('makes nobody’s request run twice', async () => {
  await known('cus_once', 'acct_1Own');
  const as = await createKey(backend, ['billing', 'operations']);
  const headers = { 'idempotency-key': 'once' };
  const body = { name: 'made once', scopes: ['billing'], reason: 'A server' };
  const make = () => call(backend, 'POST', '/operations/api-keys', { as, headers, body });
  expect((await make()).status).toBe(201);
  await erase('cus_once', 'acct_1Own');
  expect(await make()).toMatchObject({ status: 409, body: { code: 'answer_erased' } });
  expect(await backend.query(`SELECT 1 FROM api_keys WHERE name = 'made once'`)).toHaveLength(1);
});

it('clears why operators looked at events of the customer, left them alone or let them run again', async () => {
  const events = [told('cus_reason'), told('cus_reason'), told('cus_other')];
  for (const event of events) await send(event);
  await backend.settled();
  const [first, second_, other] = events.map(({ id }) => id);
  const as = await createKey(backend, ['operations', 'payloads']);
  const ask = (path: string, sent: object) =>
    call(backend, 'POST', `/operations/${path}`, { as, body: { reason: `for ${NAME}`, ...sent } });
  for (const id of [first, other]) expect((await ask(`events/${String(id)}/payload/unmask`, {})).status).toBe(200);
  for (const ids of [[first, other], [other]]) {
    expect(await ask('replays', { ids })).toMatchObject({ status: 202 });
    while ((await backend.query('SELECT 1 FROM event_replays WHERE finished_at IS NULL')).length > 0) await delay(20);
    await backend.settled();
  }
  await backend.query(`UPDATE stripe_event_log SET status = 'dead' WHERE stripe_event_id = ANY($1)`, [
    [first, second_, other],
  ]);
  expect((await ask('events/ignore', { ids: [first, second_] })).status).toBe(200);
  expect((await ask('events/ignore', { ids: [other] })).status).toBe(200);
  await erase('cus_reason');
  const replays = await backend.query('SELECT events, reason FROM event_replays ORDER BY events DESC');
  expect(replays).toEqual([
    { events: 2, reason: 'erased' },
    { events: 1, reason: `for ${NAME}` },
  ]);
  const audited = await backend.query(
    `SELECT action, after ->> 'reason' AS reason FROM audit_log WHERE action LIKE 'event.%' ORDER BY id`,
  );
  expect(audited).toEqual(
    ['event.unmask', 'event.replay', 'event.ignore'].flatMap((action) => [
      { action, reason: '' },
      { action, reason: `for ${NAME}` },
    ]),
  );
  await backend.query(`UPDATE event_replays SET reason = ''`);
  await backend.query(`UPDATE audit_log SET after = NULL WHERE action LIKE 'event.%'`);
  await erase('cus_other');
});

it('leaves the name in no table of those who were erased here', async () => {
  const rows = await backend.query<{ id: string }>(
    `SELECT c.id FROM customers c JOIN erased_customers e ON e.account = c.account AND e.customer_id = c.id WHERE c.name IS NOT NULL`,
  );
  expect(rows).toEqual([]);
  expect(Object.keys(await tablesWith(backend, NAME, `encode(body, 'escape')`))).toEqual(['customers']);
});
