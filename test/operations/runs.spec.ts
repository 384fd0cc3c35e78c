import { setTimeout as delay } from 'node:timers/promises';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import type { CheckpointAnswer, GapAnswer, ReconcileStateAnswer } from '../../src/operations/runs/reconcile.answers.js';
import { runAnswer, type RunAnswer } from '../../src/operations/runs/run.answers.js';
import type {
  DifferenceAnswer,
  VerifyResultAnswer,
  VerifyStateAnswer,
} from '../../src/operations/runs/verify.answers.js';
import { call, createKey, type Answer } from '../support/api.js';
import { SECRET, startBackend, type Backend } from '../support/backend.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { attempted, openShop } from '../support/reconcile.js';

interface Page<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

let sandbox: StripeSandbox;
let database: TestDatabase;
let backend: Backend;
let key: string;
/** Bound to a connected account. */
let seller: string;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 'runs' });
  database = await cloneDatabase();
  backend = await startBackend({
    databaseUrl: database.url,
    env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
  });
  key = await createKey(backend, ['operations']);
  seller = await createKey(backend, ['operations'], { account: 'acct_seller' });
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
  await database.drop();
});
beforeEach(() => sandbox.faults.clear());

type Problem = Partial<Readonly<Record<'code' | 'title', string>>>;
const ask = <Body>(method: string, path: string, body?: object, as = key): Promise<Answer<Body & Problem>> =>
  call<Body & Problem>(backend, method, `/operations/${path}`, { as, ...(body ? { body } : {}) });
const start = (kind: 'reconcile' | 'verify', body: object, as = key) =>
  ask<RunAnswer>('POST', `${kind}/runs`, { reason: 'A test', ...body }, as);

/** Its figures while it runs, and at its end. */
async function ended({ id }: RunAnswer): Promise<RunAnswer> {
  for (const deadline = Date.now() + 40_000; ; await delay(50)) {
    const { body } = await ask<RunAnswer>('GET', `runs/${id}`);
    if (body.state !== 'running') return body;
    if (Date.now() > deadline) throw new Error(`still running: ${JSON.stringify(body)}`);
  }
}
async function run(kind: 'reconcile' | 'verify', body: object): Promise<RunAnswer> {
  const { status, body: begun, headers } = await start(kind, body);
  expect([status, headers.get('cache-control'), begun.state]).toEqual([202, 'no-store', 'running']);
  expect(runAnswer.strict().safeParse(begun).error).toBeUndefined();
  return ended(begun);
}
const audited = async (id: string) =>
  backend.query<{ action: string; actor_id: string; after: object }>(
    `SELECT action, actor_id, after FROM audit_log WHERE object_type = 'run' AND object_id = $1`,
    [id],
  );

describe('reconcile', () => {
  it('brings what no webhook has brought, shows how, and is in the audit log', async () => {
    const none = await ask<ReconcileStateAnswer>('GET', 'reconcile');
    expect(none.body).toMatchObject({ isOn: false, own: null, underWay: null });
    await backend.query(`INSERT INTO reconcile_checkpoints (account, reconciled_to) VALUES ('', to_timestamp($1))`, [
      sandbox.clock.now(),
    ]);
    openShop(sandbox.engine, 4);
    sandbox.engine.advance(120);
    const done = await run('reconcile', { reason: 'The endpoint was disabled' });
    expect(done).toMatchObject({ kind: 'reconcile', state: 'done', error: null, request: null, verify: null });
    expect(done.reconcile).toMatchObject({ accounts: 1, failing: 0, listed: sandbox.events.length });
    const [log] = await backend.query<{ events: number }>('SELECT count(*)::int AS events FROM stripe_event_log');
    expect(log?.events).toBe(sandbox.events.length);
    const found = (done.reconcile?.late ?? 0) + (done.reconcile?.missed ?? 0);
    expect(found).toBeGreaterThan(20);
    expect(await audited(done.id)).toEqual([
      { action: 'reconcile.run', actor_id: done.askedBy.id, after: { reason: 'The endpoint was disabled' } },
    ]);

    const state = await ask<ReconcileStateAnswer>('GET', 'reconcile');
    expect(state.body.own).toMatchObject({ account: '', state: 'silent', failures: 0, error: null });
    expect(state.body.gapsLastDay).toEqual({ late: done.reconcile?.late, missed: done.reconcile?.missed });

    const gaps: GapAnswer[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Answer<Page<GapAnswer>> = await ask(
        'GET',
        `reconcile/gaps?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      gaps.push(...body.data);
      cursor = body.nextCursor;
    }
    const rows = await backend.query<{ id: string }>(
      'SELECT stripe_event_id AS id FROM reconcile_gaps ORDER BY found_at DESC, stripe_event_id DESC',
    );
    expect(gaps.map(({ event }) => event)).toEqual(rows.map(({ id }) => id));
    expect(gaps).toHaveLength(found);
    await backend.settled();
  });

  it('says why it could not come to its end', async () => {
    sandbox.faults.add({ fault: 'unauthorized', probability: 1, path: '/v1/events' });
    const failed = await run('reconcile', {});
    expect(failed).toMatchObject({ state: 'failed', error: expect.stringMatching(/./) });
    const { body } = await ask<ReconcileStateAnswer>('GET', 'reconcile');
    expect(body.own).toMatchObject({ state: 'failing', failures: 1, failingSince: expect.any(String) });
  });

  it('lists connected accounts by id, those that fail apart if asked', async () => {
    await backend.query(
      `INSERT INTO reconcile_checkpoints (account, reconciled_to, reconciled_at, failures, last_error)
       SELECT 'acct_' || n, now(), now(), n % 2, CASE WHEN n % 2 = 1 THEN 'no' END FROM generate_series(1, 5) n`,
    );
    const first = await ask<Page<CheckpointAnswer>>('GET', 'reconcile/accounts?limit=3');
    const second = await ask<Page<CheckpointAnswer>>(
      'GET',
      `reconcile/accounts?limit=3&cursor=${first.body.nextCursor}`,
    );
    expect([...first.body.data, ...second.body.data].map(({ account }) => account)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `acct_${n}`),
    );
    expect(second.body.nextCursor).toBeNull();
    const failing = await ask<Page<CheckpointAnswer>>('GET', 'reconcile/accounts?state=failing');
    expect(failing.body.data.map(({ account, error }) => [account, error])).toEqual(
      [1, 3, 5].map((n) => [`acct_${n}`, 'no']),
    );
    await backend.query(`DELETE FROM reconcile_checkpoints WHERE account > ''`);
  });
});

describe('verify', () => {
  const openDifferences = async (as = key) =>
    (await ask<Page<DifferenceAnswer>>('GET', 'verify/differences', undefined, as)).body.data;
  let subscription: string;

  beforeAll(async () => {
    sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
    await attempted(sandbox);
    await backend.settled();
    [{ id: subscription } = { id: '' }] = await backend.query<{ id: string }>(
      'SELECT id FROM subscriptions ORDER BY id LIMIT 1',
    );
    await backend.query(`UPDATE subscriptions SET status = 'made_up' WHERE id = $1`, [subscription]);
  });

  it('finds what differs and repairs nothing unless it is told to', async () => {
    const done = await run('verify', { types: ['subscription', 'price'] });
    expect(done).toMatchObject({ state: 'done', reconcile: null, verify: { different: 1, repaired: 0, type: null } });
    expect(done.verify?.checked).toBeGreaterThan(4);
    expect(done.request).toEqual({
      types: ['subscription', 'price'],
      account: '',
      sample: null,
      repair: false,
      repairDeleted: false,
    });
    expect(await openDifferences()).toEqual([
      expect.objectContaining({ account: '', type: 'subscription', id: subscription, fields: ['status'] }),
    ]);
    const { body } = await ask<VerifyStateAnswer>('GET', 'verify');
    expect(body).toMatchObject({
      isOn: true,
      open: 1,
      lastScheduled: null,
      last: { different: 1, isScheduled: false },
    });
  });

  it('repairs with a reason, which is in the audit log', async () => {
    const nameless = await ask<RunAnswer>('POST', 'verify/runs', { repair: true });
    expect([nameless.status, nameless.body.code]).toEqual([400, 'invalid_request']);
    const done = await run('verify', { types: ['subscription'], repair: true, reason: 'Changed by hand' });
    expect(done.verify).toMatchObject({ different: 1, repaired: 1 });
    expect(await openDifferences()).toEqual([]);
    expect((await audited(done.id))[0]?.after).toMatchObject({
      repair: true,
      types: ['subscription'],
      reason: 'Changed by hand',
    });
    const results = await ask<Page<VerifyResultAnswer>>('GET', 'verify/results?limit=1');
    const second = await ask<Page<VerifyResultAnswer>>(
      'GET',
      `verify/results?limit=5&cursor=${results.body.nextCursor}`,
    );
    expect([...results.body.data, ...second.body.data].map(({ repaired }) => repaired)).toEqual([1, 0]);
  });

  it('is one at a time among all machines, and can be watched from each', async () => {
    sandbox.faults.add({ fault: 'slow', delayMs: 200, probability: 1 });
    const other = await startBackend({
      databaseUrl: database.url,
      env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
    });
    try {
      const { body: first } = await start('verify', {});
      const again = await call<Problem>(other, 'POST', '/operations/verify/runs', {
        as: key,
        body: { reason: 'Me too' },
      });
      expect([again.status, again.body.code]).toEqual([409, 'run_under_way']);
      const seen = await call<VerifyStateAnswer>(other, 'GET', '/operations/verify', { as: key });
      expect(seen.body.underWay?.id).toBe(first.id);
      while (((await ask<RunAnswer>('GET', `runs/${first.id}`)).body.verify?.checked ?? 0) === 0) await delay(50);
      sandbox.faults.clear();
      expect((await ended(first)).state).toBe('done');
      expect((await audited(first.id)).length).toBe(1);
    } finally {
      await other.close();
    }
    await backend.query(
      `INSERT INTO leases (name, holder, expires_at) VALUES ('verify', gen_random_uuid(), now() + interval '1 minute')`,
    );
    const scheduled = await start('verify', {});
    expect([scheduled.status, scheduled.body.code]).toEqual([409, 'run_under_way']);
    await backend.query('DELETE FROM leases');
  });

  it('of a process that died is lost', async () => {
    await backend.query(
      `INSERT INTO operator_runs (id, kind, reason, actor_kind, actor_id, host, figures, seen_at)
       VALUES ('run_' || repeat('0', 32), 'reconcile', 'x', 'key', 'key_1', 'h', '{"listed": 3}', now() - interval '61 seconds')`,
    );
    const { body } = await ask<RunAnswer>('GET', `runs/run_${'0'.repeat(32)}`);
    expect(body.state).toBe('lost');
    expect((await ask<ReconcileStateAnswer>('GET', 'reconcile')).body.underWay).toBeNull();
  });
});

describe('whoever is bound to a connected account', () => {
  const refusal = async (answer: Promise<Answer<Problem>>) => {
    const { status, body } = await answer;
    return [status, body.code];
  };

  it('starts what concerns that account, and sees nothing else', async () => {
    expect(await refusal(start('reconcile', {}, seller))).toEqual([403, 'platform_only']);
    expect(await refusal(start('verify', { sample: 5 }, seller))).toEqual([403, 'platform_only']);
    expect(await refusal(start('verify', { account: 'acct_other' }, seller))).toEqual([403, 'bound_to_another']);
    for (const path of ['reconcile', 'verify', 'verify/results']) {
      expect(await refusal(ask('GET', path, undefined, seller))).toEqual([403, 'platform_only']);
    }
    const { body } = await start('verify', {}, seller);
    expect(body.request?.account).toBe('acct_seller');
    await ended(body);
    const own = await ask<Page<RunAnswer>>('GET', 'runs', undefined, seller);
    expect(own.body.data.map(({ id }) => id)).toEqual([body.id]);
    const all = await ask<Page<RunAnswer>>('GET', 'runs?kind=verify');
    expect(all.body.data.length).toBeGreaterThan(3);
    expect(await refusal(ask('GET', `runs/${all.body.data.at(-1)?.id ?? ''}`, undefined, seller))).toEqual([
      404,
      'not_found',
    ]);
    expect((await ask<Page<GapAnswer>>('GET', 'reconcile/gaps', undefined, seller)).body.data).toEqual([]);
  });
});

it('without a key of Stripe’s there is nobody to ask', async () => {
  const keyless = await startBackend({ databaseUrl: database.url });
  try {
    for (const kind of ['reconcile', 'verify']) {
      const { status, body } = await call(keyless, 'POST', `/operations/${kind}/runs`, {
        as: key,
        body: { reason: 'x' },
      });
      expect([kind, status, body['code']]).toEqual([kind, 409, 'no_stripe_key']);
    }
  } finally {
    await keyless.close();
  }
});

it('a shutdown stops a run, and says so', async () => {
  sandbox.faults.add({ fault: 'slow', delayMs: 300, probability: 1 });
  const stopped = await startBackend({
    databaseUrl: database.url,
    env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
  });
  const { body } = await call<RunAnswer>(stopped, 'POST', '/operations/verify/runs', {
    as: key,
    body: { reason: 'x' },
  });
  expect(body.state).toBe('running');
  await stopped.close();
  expect((await ask<RunAnswer>('GET', `runs/${body.id}`)).body).toMatchObject({ state: 'stopped', error: null });
  expect(await backend.query('SELECT name FROM leases')).toEqual([]);
});
