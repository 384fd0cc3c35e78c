import { jest } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import Stripe from 'stripe';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { StripeRefusedError, StripeUnavailableError } from '../src/common/errors.js';
import { ReconcileStatus } from '../src/operations/reconcile/reconcile.status.js';
import { StripeGateway } from '../src/stripe/stripe.gateway.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { differences } from './support/mirror-state.js';
import { attempted, backendOf, openShop, reconcileAll, reconcileDue } from './support/reconcile.js';
import { post } from './support/signed-event.js';
import { thinEvent, thinned } from './support/thin.js';

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
    settle(30);
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
    settle(90);
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
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, late: 0, missed: 0, isSilent: false }]);
    expect(await sources()).toEqual({ reconcile: 1 });
    expect(await gaps()).toEqual([]);
    expect(await checkpoint()).toMatchObject({ found_gap: false });
    expect(said(warn)).toEqual([]);
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
    sandbox.deliveries.endpoints.remove(id);
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
    const { id } = connectEndpoint();
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
    sandbox.deliveries.endpoints.remove(id);
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

describe('an account that cannot be listed', () => {
  const names = Array.from({ length: 7 }, (_, n) => `acct_${n + 1}`);
  const refused = new Set(['acct_1', 'acct_2', 'acct_3', 'acct_4']);
  let asked: string[];
  let refuse: () => Error;

  beforeEach(async () => {
    asked = [];
    refuse = () => new StripeRefusedError('invalid_request_error 400');
    await backend.query(
      `INSERT INTO reconcile_checkpoints (account, reconciled_to) SELECT unnest($1::text[]), to_timestamp($2)`,
      [names, sandbox.clock.now()],
    );
    const gateway = backend.app.get(StripeGateway);
    const list = gateway.list.bind(gateway);
    jest.spyOn(gateway, 'list').mockImplementation((path, params, account, version) => {
      if (account === '') return list(path, params, account, version);
      asked.push(account);
      if (refused.has(account)) return Promise.reject(refuse());
      return Promise.resolve({ objects: [], hasMore: false, readAt: new Date() });
    });
  });
  const health = async () => ((await (await fetch(`${backend.url}/health`)).json()) as { reasons: string[] }).reasons;

  it('holds nobody up, is asked last and ever more rarely', async () => {
    const runs = await reconcileAll(backend);
    expect(runs?.map(({ account, failure, endsRun }) => [account, failure !== null, endsRun])).toEqual([
      ['', false, false],
      ...names.map((name) => [name, refused.has(name), false]),
    ]);
    expect(said(warn)).toContain('an account could not be listed, it is tried again later');
    await reconcileAll(backend);
    expect(asked.slice(7)).toEqual(['acct_5', 'acct_6', 'acct_7', ...refused]);

    asked = [];
    for (let run = 0; run < 18; run += 1) {
      // three hours, a run each ten minutes
      await backend.query(
        `UPDATE reconcile_checkpoints SET next_attempt_at = next_attempt_at - interval '600 seconds'`,
      );
      await reconcileDue(backend);
    }
    const times = (name: string) => asked.filter((account) => account === name).length;
    for (const name of ['acct_5', 'acct_6', 'acct_7']) expect(times(name)).toBeGreaterThan(16);
    for (const name of refused) {
      expect(times(name)).toBeGreaterThan(3);
      expect(times(name)).toBeLessThan(10);
    }
  });

  it('does not keep its place from those that fail too when there are many healthy ones', async () => {
    await reconcileAll(backend);
    await backend.query(
      `INSERT INTO reconcile_checkpoints (account, reconciled_to, reconciled_at)
       SELECT 'acct_many_' || n, now(), now() - interval '1 day' FROM generate_series(1, 50) n`,
    );
    await backend.query(`UPDATE reconcile_checkpoints SET next_attempt_at = now()`);
    asked = [];
    const runs = await reconcileDue(backend);
    expect(runs).toHaveLength(1 + 5 + 4);
    expect(new Set(asked.slice(-4))).toEqual(refused);
  });

  it('is told of by /health when it has failed for a day, until it can be listed', async () => {
    await reconcileAll(backend);
    const told = (reasons: string[]) => reasons.filter((reason) => reason.includes('could not be listed for a day'));
    const status = backend.app.get(ReconcileStatus);
    expect(await status.read()).toBeNull(); // switched off here
    await backend.close();
    backend = await startBackend({
      env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url, RECONCILE_INTERVAL_SECONDS: '86400' },
    });
    await backend.query(
      `INSERT INTO reconcile_checkpoints (account, reconciled_to, failures, failing_since, next_attempt_at)
       VALUES ('acct_1', now(), 3, now() - interval '23 hours', now() + interval '1 day'),
              ('acct_2', now(), 9, NULL, now() + interval '1 day')`,
    );
    expect(told(await health())).toEqual([]);
    await backend.query(`UPDATE reconcile_checkpoints SET failing_since = failing_since - interval '2 hours'`);
    expect(told(await health())).toEqual([
      'connected accounts that could not be listed for a day: 1, see docs/reconcile.md',
    ]);
  });

  it('notes since when, and that it is over', async () => {
    const since = async () =>
      (await backend.query(`SELECT failing_since AS since FROM reconcile_checkpoints WHERE account = 'acct_1'`))[0];
    await reconcileAll(backend);
    const first = await since();
    expect(first).toEqual({ since: expect.any(Date) as Date });
    await reconcileAll(backend);
    expect(await since()).toEqual(first);
    refused.delete('acct_1');
    await reconcileAll(backend);
    refused.add('acct_1');
    expect(await since()).toEqual({ since: null });
  });

  it.each([
    ['no answer', undefined, true],
    ['401', 401, true],
    ['429', 429, true],
    ['503', 503, true],
    ['403', 403, false],
    ['409', 409, false],
  ])('with %s: the run ends only when Stripe itself does not answer', async (_, statusCode, ends) => {
    const cause = new Stripe.errors.StripeAPIError({ message: 'no', type: 'api_error' });
    Object.assign(cause, { statusCode });
    refuse = () => new StripeUnavailableError('no', 3_600, { cause });
    const runs = await reconcileAll(backend);
    expect(runs).toHaveLength(ends ? 2 : 8);
    expect(runs?.[1]).toMatchObject({ account: 'acct_1', endsRun: ends });
  });
});

describe('accounts of which the log has no event', () => {
  const cases: [string, string][] = [
    [
      'that were backfilled',
      `INSERT INTO backfill_progress (account, type, started_at) VALUES ($1, 'customer', now() - interval '2 days')`,
    ],
    [
      'that have a row',
      `INSERT INTO connected_accounts (account, id, stripe_event_at) VALUES ('', $1, now() - interval '2 days')`,
    ],
    [
      'that were opened here',
      `INSERT INTO connected_account_openings (request_key, tenant_id, account_id, created_at)
       VALUES ('key', 't', $1, now() - interval '2 days')`,
    ],
  ];
  it.each(cases)('%s are reconciled from then on', async (_, insert) => {
    sandbox.engine.accounts.create({ type: 'standard' });
    const engine = sandbox.engine.accounts.all().at(-1);
    await backend.query(insert, [engine?.accountId]);
    engine?.products.create({ name: 'theirs' });
    settle();
    const runs = await reconcileAll(backend);
    expect(runs).toContainEqual(expect.objectContaining({ account: engine?.accountId, failure: null }));
    expect((await checkpoint(engine?.accountId))?.to).toBeGreaterThan(sandbox.clock.now() - 3 * DAY);
    await backend.settled();
    expect(await backend.query(`SELECT account, name FROM products`)).toEqual([
      { account: engine?.accountId, name: 'theirs' },
    ]);
  });

  it('are neither the own one by its id, nor one that is deleted, nor what is no account', async () => {
    const [own] = await backend.query<{ id: string }>('SELECT stripe_account AS id FROM stripe_binding');
    await backend.query(
      `INSERT INTO connected_accounts (account, id, stripe_event_at, deleted_at)
       VALUES ('', $1, now(), NULL), ('', 'acct_gone', now(), now()), ('', 'x', now(), NULL)`,
      [own?.id],
    );
    const thin = thinEvent({ id: 'evt_org', type: 'v1.product.created', created: 1_750_000_000, context: 'org_1' });
    expect((await post(`${backend.url}/webhooks/stripe`, thin)).status).toBe(200);
    expect((await reconcileAll(backend))?.map(({ account }) => account)).toEqual(['']);
  });
});

describe('an endpoint that gets thin events only', () => {
  const tell = async (event: Record<string, unknown>) =>
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);

  it('is no silent one, and what it told of is not missed', async () => {
    await reconcileAll(backend);
    product();
    const event = sandbox.events.at(-1);
    if (!event) throw new Error('no event');
    await tell({ ...thinned(event), id: 'evt_of_its_own' });
    settle(1_200);
    expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, late: 0, missed: 0, isSilent: false }]);
    expect(await gaps()).toEqual([]);
    expect(await checkpoint()).toMatchObject({ found_gap: false, silent: false });
    expect(said(warn)).toEqual([]);
    expect(said(error)).toEqual([]);
    // What it did not tell of, is.
    product();
    settle(1_000);
    expect(await reconcileAll(backend)).toMatchObject([{ missed: 1, isSilent: false }]);
  });

  it('is proved to work by a webhook of anything, but not by one of the other mode', async () => {
    await reconcileAll(backend);
    product();
    const { created } = sandbox.events.at(-1) ?? { created: 0 };
    settle(1_000);
    const other = thinEvent({ id: 'evt_live', type: 'v1.billing.meter.error_report_triggered', created });
    await tell({ ...other, livemode: true });
    expect(await reconcileAll(backend)).toMatchObject([{ missed: 1, isSilent: true }]);
    await tell({ ...other, id: 'evt_test' });
    expect(await reconcileAll(backend)).toMatchObject([{ missed: 0, isSilent: false }]);
  });
});

describe('several machines', () => {
  it('at once: one works, and nothing comes twice', async () => {
    const other = await backendOf(sandbox, backend.databaseUrl);
    try {
      await reconcileAll(backend);
      openShop(sandbox.engine, 20);
      settle();
      sandbox.faults.add({ fault: 'slow', delayMs: 1_500, probability: 1, path: '/v1/events' });
      const runs = await Promise.all([reconcileAll(backend), reconcileAll(other), reconcileAll(backend)]);
      expect(runs.filter((run) => run !== null)).toMatchObject([[{ listed: sandbox.events.length }]]);
      expect(await sources()).toEqual({ reconcile: sandbox.events.length });
    } finally {
      await other.close();
    }
  });
});
