import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Proxy } from '../../faults/proxy.js';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { ExpiredRequests } from '../../src/idempotency/expired-requests.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { cloneDatabase } from '../support/database.js';
import { ProbeModule, ProbeWork } from '../support/probe.api.js';

let sandbox: StripeSandbox;
let backend: Backend;
let second: Backend;
let work: ProbeWork;
let user: string;

const environment = () => ({ STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url });

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 5 });
  backend = await startBackend({ extensions: [ProbeModule], env: environment() });
  const { databaseUrl } = backend;
  second = await startBackend({ extensions: [ProbeModule], env: environment(), databaseUrl });
  work = backend.app.get(ProbeWork);
  user = await signJwt({ tenant: 'tenant_1' });
});
afterAll(async () => {
  await second.close();
  await backend.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.faults.clear();
  work.runs = 0;
  work.stripeKeys.length = 0;
  work.gate = Promise.resolve();
  await backend.query('TRUNCATE idempotency_requests, audit_log');
});

interface Body {
  readonly id?: string;
  readonly url?: string;
  readonly code?: string;
  readonly requestId?: string;
}
interface Sent {
  readonly key?: string;
  readonly as?: string;
  readonly to?: Backend;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
const send = (body: unknown, { key = 'key', as = user, to = backend, path = 'customers', headers }: Sent = {}) =>
  call<Body>(to, 'POST', `/stripe/probe/${path}`, { as, body, headers: { 'idempotency-key': key, ...headers } });
const customers = () => sandbox.engine.store.customers.values().length;
const rows = () => backend.query('SELECT status, attempts, lease FROM idempotency_requests');

describe('the same request again', () => {
  it('gets the same answer, and nothing is done twice', async () => {
    const before = customers();
    const first = await send({ name: 'Jenny' });
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    for (const to of [backend, second]) {
      const again = await send({ name: 'Jenny' }, { to });
      expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
      expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    }
    expect([customers() - before, work.runs]).toEqual([1, 1]);
    expect(await backend.query('SELECT action, object_id, tenant_id, request_id, after FROM audit_log')).toEqual([
      {
        action: 'customer.create',
        object_id: first.body.id,
        tenant_id: 'tenant_1',
        request_id: first.headers.get('x-request-id'),
        after: { tenant: 'tenant_1' },
      },
    ]);
  });

  it('is carried out once when twenty come at a time, at two processes', async () => {
    const before = customers();
    let open: () => void = () => undefined;
    work.gate = second.app.get(ProbeWork).gate = new Promise((resolve) => (open = resolve));
    const sent = Array.from({ length: 20 }, (_, n) => send({ name: 'Crowd' }, { to: n % 2 ? second : backend }));
    const answered = { count: 0 };
    for (const each of sent) void each.then(() => (answered.count += 1));
    for (const deadline = Date.now() + 20_000; answered.count < 19 && Date.now() < deadline;) await delay(20);
    open();
    const answers = await Promise.all(sent);
    const [done, inFlight] = [
      answers.filter(({ status }) => status === 201),
      answers.filter(({ status }) => status === 409),
    ];
    expect([done.length, inFlight.length, customers() - before]).toEqual([1, 19, 1]);
    for (const { body, headers } of inFlight) {
      expect([body.code, headers.get('retry-after')]).toEqual(['idempotency_in_flight', '1']);
    }
    expect((await send({ name: 'Crowd' })).body).toEqual(done[0]?.body);
  });

  it('means the same whatever the order of its fields, and is carried out each time without a key', async () => {
    const first = await send({ as: 'nothing' }, { path: 'endings' });
    expect([first.status, first.body]).toEqual([201, null]);
    expect(await send({ as: 'nothing' }, { path: 'endings' })).toMatchObject({ status: 201, body: null });
    const { canonical } = await import('../../src/idempotency/request-identity.js');
    expect(canonical({ b: [1, { d: 2, c: 'x' }], a: null })).toBe(canonical({ a: null, b: [1, { c: 'x', d: 2 }] }));
    expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }));
    expect(canonical(['a', 'b'])).not.toBe(canonical(['a,b']));
    work.runs = 0;
    for (const _ of [1, 2]) await call(backend, 'POST', '/stripe/probe/customers', { as: user, body: { name: 'N' } });
    expect(work.runs).toBe(2);
    expect(new Set(work.stripeKeys).size).toBe(3);
  });

  it('after a refusal of our own, before Stripe was asked, is looked at anew', async () => {
    for (const runs of [1, 2]) {
      const refused = await send({ as: 'missing' }, { path: 'endings' });
      expect([refused.status, refused.headers.get('idempotent-replayed'), work.runs]).toEqual([404, null, runs]);
    }
    expect(await rows()).toEqual([]);
    expect(await send({ as: 'nothing' }, { path: 'endings' })).toMatchObject({ status: 201 });
  });

  it('of a refusal of Stripe’s is the same refusal', async () => {
    const declined = { paymentMethod: 'pm_card_chargeDeclined', amount: 2_000 };
    const first = await send(declined, { path: 'payments', key: 'pay' });
    expect(first).toMatchObject({ status: 402, body: { code: 'card_declined', declineCode: 'generic_decline' } });
    const again = await send(declined, { path: 'payments', key: 'pay' });
    expect(again).toMatchObject({ status: 402, body: { code: 'card_declined', declineCode: 'generic_decline' } });
    expect(again.body.requestId).toBe(again.headers.get('x-request-id'));
    expect([again.headers.get('idempotent-replayed'), work.runs]).toEqual(['true', 1]);
  });

  it.each(['unavailable', 'mistake'])('after a failure of ours runs again: %s', async (as) => {
    await send({ as }, { path: 'endings' });
    await send({ as }, { path: 'endings' });
    expect(work.runs).toBe(2);
    expect(new Set(work.stripeKeys).size).toBe(1);
    expect(await send({ as: 'nothing' }, { path: 'endings' })).toMatchObject({ status: 422 });
  });

  it('after Stripe was cut off is carried out once', async () => {
    const before = customers();
    sandbox.faults.add({ fault: 'reset', done: true, method: 'POST', path: '/v1/customers', times: 2 });
    const first = await send({ name: 'Cut' });
    expect(first).toMatchObject({ status: 504, body: { code: 'outcome_unknown' } });
    const again = await send({ name: 'Cut' });
    expect(again.status).toBe(201);
    expect([customers() - before, new Set(work.stripeKeys).size, work.runs]).toEqual([1, 1, 2]);
  });

  it('with a body that was refused may be mended under the same key', async () => {
    expect(await send({ nam: 'x' })).toMatchObject({ status: 400 });
    expect(await rows()).toEqual([]);
    expect(await send({ name: 'x' })).toMatchObject({ status: 201 });
  });
});

describe('a key', () => {
  it('is no other request’s', async () => {
    const first = await send({ name: 'A' });
    expect(await send({ name: 'B' })).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    expect((await send({ name: 'A' })).body).toEqual(first.body);
    const rename = (id: string) =>
      call(backend, 'PATCH', `/stripe/probe/customers/${id}`, {
        as: user,
        body: { name: 'C' },
        headers: { 'idempotency-key': 'key' },
      });
    expect(await rename(first.body.id ?? '')).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await rename('cus_another')).toMatchObject({ status: 422 });
  });

  it('is of one caller, tenant and route: two that send `1` never meet, here or at Stripe', async () => {
    const key = await createKey(backend, ['billing']);
    const other = await createKey(backend, ['billing']);
    const callers: Sent[] = [
      { as: user },
      { as: await signJwt({ tenant: 'tenant_2' }) },
      { as: await signJwt({ tenant: 'tenant_1', user: 'user_2' }) },
      { as: key, headers: { 'countinghouse-tenant': 'tenant_1' } },
      { as: key, headers: { 'countinghouse-tenant': 'tenant_2' } },
      { as: other, headers: { 'countinghouse-tenant': 'tenant_1' } },
    ];
    const ids = new Set<unknown>();
    for (const caller of callers) ids.add((await send({ name: 'One' }, { ...caller, key: '1' })).body.id);
    expect([ids.size, new Set(work.stripeKeys).size]).toEqual([callers.length, callers.length]);
    for (const stripeKey of work.stripeKeys) expect(stripeKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([[''], ['x'.repeat(256)], ['schlüssel'], ['a\tb']])('%j is none', async (key) => {
    expect(await send({ name: 'x' }, { key })).toMatchObject({
      status: 400,
      body: { code: 'invalid_idempotency_key' },
    });
    expect(work.runs).toBe(0);
  });

  it('is one header, not two', async () => {
    const { request } = await import('node:http');
    const { port, hostname } = new URL(backend.url);
    const twice = request({
      port,
      host: hostname,
      method: 'POST',
      path: '/stripe/probe/customers',
      headers: {
        authorization: `Bearer ${user}`,
        'content-type': 'application/json',
        'idempotency-key': ['a', 'b'],
      },
    });
    twice.end('{"name":"x"}');
    const [response] = (await once(twice, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect([response.statusCode, work.runs]).toEqual([400, 0]);
  });

  it('of 255 characters and with spaces is one', async () => {
    expect(await send({ name: 'x' }, { key: `a ${'~'.repeat(253)}` })).toMatchObject({ status: 201 });
  });

  it('is not looked at where nobody is asked who calls', async () => {
    const open = () => call(backend, 'POST', '/stripe/probe/open', { headers: { 'idempotency-key': 'x'.repeat(300) } });
    expect([(await open()).body, (await open()).body]).toEqual([{ runs: 1 }, { runs: 2 }]);
  });
});

describe('what is kept', () => {
  it('holds neither the key, nor the request, nor the answer in clear', async () => {
    const { body } = await send({ name: 'Confidential Corp' }, { key: 'a-key-of-mine' });
    const [row] = await backend.query('SELECT * FROM idempotency_requests');
    const bytes = Object.values(row ?? {}).map((value) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : String(value),
    );
    for (const secret of ['a-key-of-mine', 'Confidential', 's3cr3t', body.id ?? '', 'https']) {
      expect(bytes.join('\n')).not.toContain(secret);
    }
    expect(row).toMatchObject({ status: 201, lease: null, leased_until: null });
  });

  it('cannot be moved to another row', async () => {
    await send({ name: 'Mine' }, { key: 'mine' });
    await send({ name: 'Yours' }, { key: 'yours', as: await signJwt({ tenant: 'tenant_2' }) });
    await backend.query(
      `UPDATE idempotency_requests SET answer = (SELECT answer FROM idempotency_requests ORDER BY created_at LIMIT 1)`,
    );
    const before = work.runs;
    const { body } = await send({ name: 'Yours' }, { key: 'yours', as: await signJwt({ tenant: 'tenant_2' }) });
    expect(work.runs).toBe(before + 1); // it is not taken for the answer, and Stripe answers as before
    expect(body).toMatchObject({ id: expect.stringMatching(/^cus_/) });
  });

  it('is made anew, by the same key at Stripe, when STRIPE_SECRET_KEY has been rolled', async () => {
    const before = customers();
    const first = await send({ name: 'Rolled' });
    const rolled = await startBackend({
      extensions: [ProbeModule],
      databaseUrl: backend.databaseUrl,
      env: { ...environment(), STRIPE_SECRET_KEY: `${sandbox.apiKey}rolled` },
    });
    try {
      expect((await send({ name: 'Rolled' }, { to: rolled })).body).toEqual(first.body);
      expect(customers() - before).toBe(1);
    } finally {
      await rolled.close();
    }
  });

  it('ends after a day: the same request is a new one, at Stripe too, which still knows the former', async () => {
    const before = customers();
    const first = await send({ name: 'Daily' });
    await backend.query(`UPDATE idempotency_requests SET expires_at = now() - interval '1 second'`);
    const next = await send({ name: 'Daily' });
    expect([next.status, next.body.id === first.body.id, customers() - before]).toEqual([201, false, 2]);
    expect(new Set(work.stripeKeys).size).toBe(2);
    expect((await send({ name: 'Daily' })).body).toEqual(next.body);
  });

  it('ends after a day, and is deleted then, but for what is being worked on', async () => {
    const first = await send({ name: 'Yesterday' });
    await backend.query(`UPDATE idempotency_requests SET expires_at = now() - interval '1 second'`);
    const again = await send({ name: 'Today' }); // another body, and a new request
    expect([again.status, again.body.id === first.body.id]).toEqual([201, false]);
    expect(
      await backend.query(`SELECT 1 FROM idempotency_requests WHERE expires_at > now() + interval '23 hours'`),
    ).toHaveLength(1);

    await backend.query(
      `INSERT INTO idempotency_requests (scope_hash, request_hash, lease, leased_until, expires_at)
       SELECT sha256(n::text::bytea), '', CASE WHEN n = 1 THEN gen_random_uuid() END,
              CASE WHEN n = 1 THEN now() + interval '1 minute' END, now() - interval '1 hour'
         FROM generate_series(1, 2500) n`,
    );
    await backend.app.get(ExpiredRequests).delete();
    expect(await backend.query(`SELECT lease IS NULL AS ended FROM idempotency_requests ORDER BY 1`)).toEqual([
      { ended: false },
      { ended: true },
    ]);
  });
});

describe('a process that dies with a request in hand', () => {
  /** As a kill leaves it: begun, and its lease running. */
  async function begunAndLost(
    name: string,
  ): Promise<{ open: () => void; lost: Promise<{ status: number; body: Body }> }> {
    let open: () => void = () => undefined;
    work.gate = new Promise((resolve) => (open = resolve));
    const lost = send({ name });
    for (const deadline = Date.now() + 30_000; work.runs === 0; await delay(10)) {
      if (Date.now() > deadline) throw new Error('it never began');
    }
    return { open, lost };
  }

  it('is waited for, and then taken over, with the same key at Stripe', async () => {
    const before = customers();
    const { open, lost } = await begunAndLost('Lost');
    expect(await send({ name: 'Lost' }, { to: second })).toMatchObject({ status: 409 });
    const [{ left } = { left: 0 }] = await backend.query<{ left: number }>(
      'SELECT extract(epoch FROM leased_until - now())::int AS left FROM idempotency_requests',
    );
    expect(left).toBeGreaterThan(45); // two calls to Stripe at their longest fit in
    await backend.query('UPDATE idempotency_requests SET leased_until = now()');
    const takenOver = await send({ name: 'Lost' }, { to: second });
    expect(takenOver.status).toBe(201);
    expect(second.app.get(ProbeWork).stripeKeys.at(-1)).toBe(work.stripeKeys[0]);

    // It was only slow: what it answers is the same object, and it does not touch what is kept.
    open();
    expect((await lost).body.id).toBe(takenOver.body.id);
    expect(await rows()).toEqual([{ status: 201, attempts: 2, lease: null }]);
    expect(customers() - before).toBe(1);
  });

  it('does not free the key for another request', async () => {
    const { open, lost } = await begunAndLost('First');
    await backend.query('UPDATE idempotency_requests SET leased_until = now()');
    expect(await send({ name: 'Other' }, { to: second })).toMatchObject({ status: 422 });
    open();
    expect((await lost).status).toBe(201);
  });
});

it('a database that does not take the note lets nothing be carried out', async () => {
  await backend.query('ALTER TABLE idempotency_requests RENAME TO elsewhere');
  try {
    expect((await send({ name: 'x' })).status).toBe(500);
    expect(work.runs).toBe(0);
  } finally {
    await backend.query('ALTER TABLE elsewhere RENAME TO idempotency_requests');
  }
});

it('a database that is away is a 503, and nothing is carried out', async () => {
  const database = await cloneDatabase();
  const proxy = await Proxy.start(() => Number(new URL(database.url).port));
  const through = new URL(database.url);
  through.port = String(proxy.port);
  const cut = await startBackend({ extensions: [ProbeModule], env: environment(), databaseUrl: through.href });
  try {
    proxy.refuse();
    const answer = await send({ name: 'x' }, { to: cut });
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(cut.app.get(ProbeWork).runs).toBe(0);
    proxy.pass();
    expect(await send({ name: 'x' }, { to: cut })).toMatchObject({ status: 201 });
  } finally {
    await cut.close();
    await proxy.close();
    await database.drop();
  }
});
