import { jest } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { SECRET, type Backend } from './support/backend.js';
import { differences } from './support/mirror-state.js';
import { attempted, backendOf, openShop, reconcileAll, reconcileDue } from './support/reconcile.js';

const DAY = 86_400;
const HOURLY = { firstMs: 3_600_000, maxMs: 3_600_000 };

let sandbox: StripeSandbox;
let backend: Backend;
const warn = jest.spyOn(PinoLogger.prototype, 'warn');
const error = jest.spyOn(PinoLogger.prototype, 'error');

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 'reconcile' });
  backend = await backendOf(sandbox);
});
afterEach(async () => {
  await backend.close();
  await sandbox.close();
  warn.mockClear();
  error.mockClear();
});

const endpoint = () => sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
const product = () => sandbox.engine.products.create({ name: 'A product' });
/** Stripe tells the time in whole seconds, of which one is lost on the way, or more when the machine is busy. */
const about = (seconds: number) => ({
  asymmetricMatch: (actual: unknown) => Math.abs(Number(actual) - seconds + 4) < 6,
});
/** Until a run looks at it. */
const settle = (seconds = 120) => sandbox.engine.advance(seconds);
const checkpoint = async (account = '') =>
  (
    await backend.query<Record<string, unknown> & { to: number }>(
      `SELECT extract(epoch FROM reconciled_to)::float8 AS to, reconciled_at, found_gap, silent, failures, last_error,
              extract(epoch FROM next_attempt_at - now())::float8 AS next
         FROM reconcile_checkpoints WHERE account = $1`,
      [account],
    )
  )[0];
const gaps = () =>
  backend.query(
    'SELECT event_type, account, kind, age_seconds, pending_webhooks FROM reconcile_gaps ORDER BY created_at',
  );
const sources = async () => {
  const rows = await backend.query<{ source: string; events: number }>(
    'SELECT source, count(*)::int AS events FROM stripe_event_log GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ source, events }) => [source, events]));
};
const said = (spy: typeof warn | typeof error) => spy.mock.calls.map(([, message]) => message);

describe('events that never arrived', () => {
  it('are found, all of them, over many pages, and the rows are then what Stripe has', async () => {
    endpoint();
    sandbox.deliveries.setHostility({
      dropProbability: 0.6,
      duplicateProbability: 0.2,
      shuffle: 8,
      maxDelayMs: 10,
      concurrency: 12,
      retry: HOURLY,
    });
    expect(await reconcileAll(backend)).toMatchObject([{ account: '', listed: 0, failure: null }]);
    openShop(sandbox.engine, 60);
    await attempted(sandbox);
    settle();
    await backend.settled();
    const before = await sources();
    const lost = sandbox.events.length - (before['webhook'] ?? 0);
    expect(lost).toBeGreaterThan(200);
    expect(await differences(backend, sandbox)).not.toEqual([]);

    const [run] = (await reconcileAll(backend)) ?? [];
    expect(run).toMatchObject({ listed: sandbox.events.length, isSilent: false, failure: null });
    expect((run?.late ?? 0) + (run?.missed ?? 0)).toBe(lost);
    await backend.settled();
    expect(await differences(backend, sandbox)).toEqual([]);
    expect(await sources()).toEqual({ ...before, reconcile: lost });
    expect(await gaps()).toHaveLength(lost);
    expect(await checkpoint()).toMatchObject({ to: about(sandbox.clock.now() - 61) });

    // Again: what overlaps is listed once more, and nothing comes twice.
    const [again] = (await reconcileAll(backend)) ?? [];
    expect(again).toMatchObject({ late: 0, missed: 0 });
    expect(again?.listed).toBeGreaterThan(0);
    expect(await sources()).toEqual({ ...before, reconcile: lost });
    expect(
      await backend.query(
        `SELECT status FROM stripe_event_log WHERE status <> 'processed' AND verdict NOT LIKE 'ignored%'`,
      ),
    ).toEqual([]);
  }, 120_000);

  it('are told apart by their age: late ones are no alert', async () => {
    await reconcileAll(backend);
    product();
    settle(880);
    product();
    settle(120);
    await reconcileAll(backend);
    expect(await gaps()).toMatchObject([
      { event_type: 'product.created', kind: 'missed', age_seconds: about(999), pending_webhooks: 0 },
      { event_type: 'product.created', kind: 'late', age_seconds: about(119) },
    ]);
    expect(said(warn)).toEqual(['reconciled: webhooks had been missed, their events are in the log now']);
    warn.mockClear();
    product();
    settle();
    await reconcileAll(backend);
    expect(await gaps()).toHaveLength(3);
    expect(said(warn)).toEqual([]);
  });

  it('are left alone while they are younger than a minute, and brought when a webhook comes after all', async () => {
    await reconcileAll(backend);
    product();
    settle(58);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 0 }]);
    settle(4);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, late: 1 }]);
    const { id } = sandbox.events.at(-1) ?? { id: '' };
    endpoint();
    sandbox.deliveries.resend(id);
    await sandbox.deliveries.settled();
    expect(sandbox.deliveries.statistics()).toMatchObject({ answered2xx: 1 });
    expect(await sources()).toEqual({ reconcile: 1 });
  });

  it('keep the version in which they were made, whatever version asks', async () => {
    await sandbox.close();
    sandbox = await StripeSandbox.start({ seed: 'reconcile', apiVersion: '2020-08-27' });
    await backend.close();
    backend = await backendOf(sandbox);
    await reconcileAll(backend);
    openShop(sandbox.engine, 1);
    settle();
    await reconcileAll(backend);
    await backend.settled();
    expect(await backend.query('SELECT DISTINCT api_version FROM stripe_event_log')).toEqual([
      { api_version: '2020-08-27' },
    ]);
  });

  it('of the last thirty days are found when a checkpoint is older, day by day, and it says what is lost', async () => {
    await reconcileAll(backend);
    product();
    settle(26 * DAY);
    product();
    settle();
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 2, missed: 1, late: 1 }]);
    expect(said(warn)).toContain('the checkpoint was old, and Stripe shows events for 30 days only');
    expect(said(error)).not.toContainEqual(expect.stringContaining('run npm run verify'));
    product();
    settle(32 * DAY);
    product();
    settle();
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, late: 1 }]);
    expect(said(error)).toContain(
      'the checkpoint was so old that Stripe no longer shows all events after it: run npm run verify',
    );
  });

  it('are looked for from the day on which the database was bound', async () => {
    await backend.query(`UPDATE stripe_binding SET bound_at = now() - interval '3 days'`);
    product();
    settle(3 * DAY + 7_200); // longer ago than the binding and an hour before it
    product();
    settle(2 * DAY);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, missed: 1 }]);
    expect(said(warn)).not.toContainEqual(expect.stringContaining('30 days'));
  });
});

describe('when Stripe fails in the middle', () => {
  beforeEach(async () => {
    await reconcileAll(backend);
    openShop(sandbox.engine, 20);
    settle();
  });

  it('a page that passes soon is asked for again', async () => {
    sandbox.faults.add({ fault: 'rate_limit', retryAfter: 1, path: '/v1/events' });
    sandbox.faults.add({ fault: 'error', path: '/v1/events' });
    sandbox.faults.add({ fault: 'truncated', path: '/v1/events' });
    expect(sandbox.events.length).toBeGreaterThan(200);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: sandbox.events.length, failure: null }]);
    expect(sandbox.faults.list().map(({ struck }) => struck)).toEqual([1, 1, 1]);
  });

  it('the checkpoint stays, Retry-After is kept, and a later run brings the rest', async () => {
    const before = await checkpoint();
    sandbox.faults.add({ fault: 'slow', delayMs: 1, times: 2, path: '/v1/events' }); // the clock and the first page pass
    sandbox.faults.add({ fault: 'rate_limit', retryAfter: 400, times: 1, path: '/v1/events' });
    const [failed] = (await reconcileAll(backend)) ?? [];
    expect(failed?.failure).toContain('429');
    const stands = await checkpoint();
    expect(stands).toMatchObject({ to: before?.to, failures: 1, last_error: expect.stringContaining('429') as string });
    expect(stands?.['next']).toBeGreaterThan(390);
    expect(await sources()).toEqual({ reconcile: 100 });
    expect(await reconcileDue(backend)).toBeNull();

    const [run] = (await reconcileAll(backend)) ?? [];
    expect(run).toMatchObject({ listed: sandbox.events.length, failure: null });
    expect(await sources()).toEqual({ reconcile: sandbox.events.length });
    expect(await gaps()).toHaveLength(sandbox.events.length);
    expect(await checkpoint()).toMatchObject({ to: about(sandbox.clock.now() - 61), failures: 0, last_error: null });
    await backend.settled();
    expect(await differences(backend, sandbox)).toEqual([]);
  });

  it('an event whose gap was not noted before the process died is noted by the next run', async () => {
    await reconcileAll(backend);
    await backend.query(`DELETE FROM reconcile_gaps`);
    await backend.query(`UPDATE reconcile_checkpoints SET reconciled_to = reconciled_to - interval '2 days'`);
    await reconcileAll(backend);
    expect(await gaps()).toHaveLength(sandbox.events.length);
    expect(await sources()).toEqual({ reconcile: sandbox.events.length });
  });
});

describe('webhooks that do not arrive at all', () => {
  it('are an error with a hint, as long as Stripe has events that somebody handles', async () => {
    await reconcileAll(backend);
    product();
    settle(62);
    expect(await reconcileAll(backend)).toMatchObject([{ late: 1, isSilent: false }]); // it may still come
    settle(900);
    expect(await reconcileAll(backend)).toMatchObject([{ isSilent: true }]);
    expect(error).toHaveBeenCalledWith(
      expect.objectContaining({ hint: expect.stringContaining('look at the endpoint') as string }),
      'Stripe has events, and no webhook arrives',
    );
    // One that arrives proves the way.
    endpoint();
    product();
    await sandbox.deliveries.settled();
    settle();
    expect(await reconcileAll(backend)).toMatchObject([{ isSilent: false }]);
  });

  it("are nobody's business when nobody handles their types", async () => {
    await reconcileAll(backend);
    sandbox.engine.record.emit('balance.available', { object: 'balance' });
    settle(1_200);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, missed: 1, isSilent: false }]);
  });
});

describe('connected accounts', () => {
  const connect = () => {
    sandbox.engine.accounts.create({ type: 'standard' });
    const engine = sandbox.engine.accounts.all().at(-1);
    if (!engine) throw new Error('no account');
    return engine;
  };
  const connectEndpoint = () =>
    sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET, connect: true });

  it('that the log has seen are listed in their own names', async () => {
    const { id } = connectEndpoint();
    const [one, other] = [connect(), connect()];
    await sandbox.deliveries.settled();
    await reconcileAll(backend);
    sandbox.deliveries.removeEndpoint(id);
    one.products.create({ name: 'theirs' });
    other.customers.create({ name: 'of the other' });
    product();
    settle();
    const runs = await reconcileAll(backend);
    expect(new Map(runs?.map(({ account, late }) => [account, late]))).toEqual(
      new Map([
        ['', 1],
        [one.accountId, 1],
        [other.accountId, 1],
      ]),
    );
    await backend.settled();
    const rows = await backend.query('SELECT account, name FROM products ORDER BY name');
    expect(rows).toEqual([
      { account: '', name: 'A product' },
      { account: one.accountId, name: 'theirs' },
    ]);
    const bodies = await backend.query<{ account: string; event: { account?: string } }>(
      `SELECT l.account, convert_from(p.body, 'UTF8')::json AS event FROM stripe_event_log l
         JOIN stripe_event_payload p ON p.event_log_id = l.id WHERE l.source = 'reconcile'`,
    );
    expect(bodies).toHaveLength(3);
    for (const { account, event } of bodies) expect(event.account ?? '').toBe(account);
  });

  it('that have left are passed over, and the others go on', async () => {
    connectEndpoint();
    const [one, other] = [connect(), connect()];
    await sandbox.deliveries.settled();
    await reconcileAll(backend);
    sandbox.engine.accounts.remove(one.accountId);
    await sandbox.deliveries.settled();
    settle();
    const runs = await reconcileAll(backend);
    const left = runs?.find(({ account }) => account === one.accountId);
    expect(left).toMatchObject({ isDisconnected: true });
    expect(runs?.find(({ account }) => account === other.accountId)).toMatchObject({ failure: null });
    expect((await checkpoint(one.accountId))?.['next']).toBeGreaterThan(DAY - 60);
    expect(said(warn)).toEqual([]);
  });

  it('take turns, the one that waits longest first, and one with a gap comes again at once', async () => {
    connectEndpoint();
    const engines = Array.from({ length: 12 }, connect);
    await sandbox.deliveries.settled();
    const due = (hours = 1) =>
      backend.query(
        `UPDATE reconcile_checkpoints SET next_attempt_at = now(), reconciled_at = reconciled_at - $1 * interval '1 hour'`,
        [hours],
      );
    const turn = async () => (await reconcileDue(backend))?.map(({ account }) => account).filter(Boolean) ?? [];
    const seen: string[][] = [];
    for (let round = 0; round < 3; round += 1) {
      seen.push(await turn());
      await due();
    }
    expect(seen.map(({ length }) => length)).toEqual([5, 5, 5]);
    expect(new Set(seen.flat()).size).toBe(12);
    expect(await reconcileDue(backend)).not.toBeNull();
    expect(await reconcileDue(backend)).toBeNull(); // not due yet

    const gap = engines.find(({ accountId }) => accountId === seen[0]?.[0]);
    sandbox.deliveries.setHostility({ dropProbability: 0.999, retry: HOURLY });
    gap?.products.create({ name: 'lost' });
    settle();
    await reconcileAll(backend);
    expect(await checkpoint(gap?.accountId)).toMatchObject({ found_gap: true });
    await backend.query(`UPDATE reconcile_checkpoints SET next_attempt_at = now()`);
    await backend.query(
      `UPDATE reconcile_checkpoints SET reconciled_at = reconciled_at + interval '1 hour' WHERE found_gap`,
    );
    expect(await turn()).toContain(gap?.accountId); // before those that wait longer
  });
});

describe('several machines', () => {
  it('at once: one works, and nothing comes twice', async () => {
    const other = await backendOf(sandbox, backend.databaseUrl);
    try {
      await reconcileAll(backend);
      openShop(sandbox.engine, 20);
      settle();
      sandbox.faults.add({ fault: 'slow', delayMs: 200, probability: 1, path: '/v1/events' });
      const runs = await Promise.all([reconcileAll(backend), reconcileAll(other), reconcileAll(backend)]);
      expect(runs.filter((run) => run !== null)).toMatchObject([[{ listed: sandbox.events.length }]]);
      expect(await sources()).toEqual({ reconcile: sandbox.events.length });
    } finally {
      await other.close();
    }
  });
});
