import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { eventsSettled, SECRET, startBackend, type Backend } from './support/backend.js';
import { startProcess, type BackendProcess } from './support/backend-process.js';
import { countinghouseHere } from './support/countinghouse.js';
import { cloneDatabase, type TestDatabase } from './support/database.js';
import { openShop, reconcileAll } from './support/reconcile.js';

let sandbox: StripeSandbox;
let database: TestDatabase;
let pool: pg.Pool;
const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];
const keyOf = () => ({ STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url });

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 'reconcile' });
  database = await cloneDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
});
afterEach(async () => {
  await pool.end();
  await sandbox.close();
  await database.drop();
});

const checkpoint = async () =>
  (
    await query<{ to: number; proven: boolean }>(
      `SELECT extract(epoch FROM reconciled_to)::float8 AS to, reconciled_at IS NOT NULL AS proven
         FROM reconcile_checkpoints WHERE account = ''`,
    )
  )[0];
const leases = () => query(`SELECT name FROM leases WHERE name = 'reconcile'`);
/** Until a run has come to its end, and has given its lease back. */
const reconciled = async () => {
  while (!(await checkpoint())?.proven || (await leases()).length > 0) await delay(50);
};
const brought = async () => (await query(`SELECT FROM stripe_event_log WHERE source = 'reconcile'`)).length;
/** As if a run had ended here. */
const beginHere = () =>
  query(`INSERT INTO reconcile_checkpoints (account, reconciled_to) VALUES ('', to_timestamp($1))`, [
    sandbox.clock.now(),
  ]);

describe('the schedule', () => {
  let running: BackendProcess[];
  beforeEach(() => {
    running = [];
  });
  afterEach(async () => {
    for (const one of running) one.signal('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
  });
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const interval = { RECONCILE_INTERVAL_SECONDS: '30', LOG_LEVEL: 'info' };
    const one = await startProcess('src/main.ts', { DATABASE_URL: database.url, ...keyOf(), ...interval, ...env });
    running.push(one);
    return one;
  };

  it('of a process that is killed in the middle leaves the checkpoint, and another one takes over when its lease has ended', async () => {
    await beginHere();
    const before = await checkpoint();
    openShop(sandbox.engine, 60);
    sandbox.engine.advance(120);
    expect(sandbox.events.length).toBeGreaterThan(500);
    sandbox.faults.add({ fault: 'slow', delayMs: 1, times: 3, path: '/v1/events' }); // the clock and two pages pass
    sandbox.faults.add({ fault: 'hang', probability: 1, path: '/v1/events' });
    const first = await start();
    while ((await brought()) < 200) await delay(50);
    first.signal('SIGKILL');
    await first.ended;
    const half = await brought();
    expect(half).toBeLessThan(sandbox.events.length);
    expect(await checkpoint()).toEqual({ ...before, to: expect.any(Number) as number, proven: false });
    const began = performance.now();
    const [lease] = await query<{ seconds: number }>(
      `SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 AS seconds FROM leases WHERE name = 'reconcile'`,
    );
    expect(lease?.seconds).toBeGreaterThan(0);

    sandbox.faults.clear();
    const second = await start();
    await reconciled();
    expect((performance.now() - began) / 1000).toBeGreaterThan((lease?.seconds ?? 0) - 1);
    expect(await brought()).toBe(sandbox.events.length);
    expect((await checkpoint())?.to).toBeGreaterThan(sandbox.clock.now() - 70);
    await eventsSettled(query, 120_000);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 240_000);

  it('is stopped by SIGTERM within a page, and gives its lease back', async () => {
    await beginHere();
    openShop(sandbox.engine, 120); // more pages than pass before the signal comes
    sandbox.engine.advance(120);
    sandbox.faults.add({ fault: 'slow', delayMs: 700, probability: 1, path: '/v1/events' });
    const one = await start();
    while ((await brought()) < 100) await delay(50);
    one.signal('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(await leases()).toEqual([]);
    expect(await checkpoint()).toMatchObject({ proven: false });
    expect(await query('SELECT failures FROM reconcile_checkpoints')).toEqual([{ failures: 0 }]);
  }, 240_000);
});

describe('countinghouse reconcile', () => {
  const run = (env: Readonly<Record<string, string>> = {}) =>
    countinghouseHere(['reconcile'], { DATABASE_URL: database.url, ...keyOf(), ...env });

  it('prints what it did', async () => {
    await beginHere();
    openShop(sandbox.engine, 4);
    sandbox.engine.advance(1_200);
    const count = sandbox.events.length;
    const { code, output, errors } = await run();
    expect(errors).not.toMatch(/error|not complete/i);
    expect(output).toMatch(
      new RegExp(`^own account: ${count} events listed, ${count} lacking and brought \\(0 late, ${count} missed\\)\n`),
    );
    expect(output).toContain('Stripe has events and no webhook arrives: look at the endpoint in the Dashboard');
    expect(code).toBe(0);
    expect(await brought()).toBe(count);
    const again = await run();
    expect(again.output).toMatch(/^own account: \d+ events listed, none lacking\n/);
    expect(again.code).toBe(0);
  });

  it('settles and delivers nothing itself: the next backend that is started does', async () => {
    await query(`INSERT INTO outbox (topic, business_key, payload) VALUES ('after-stripe-event', 'x', '{}')`);
    await beginHere();
    sandbox.engine.products.create({ name: 'lost' });
    sandbox.engine.advance(120);
    const { output } = await run();
    expect(output).toContain('1 event waits for a worker: a backend that runs settles them with its next sweep');
    expect(await query('SELECT status FROM stripe_event_log')).toEqual([{ status: 'received' }]);
    expect(await query('SELECT status, attempts FROM outbox')).toEqual([{ status: 'pending', attempts: 0 }]);
    expect(await query('SELECT name FROM products')).toEqual([]);
    const backend = await startBackend({ databaseUrl: database.url, env: keyOf() });
    await eventsSettled(query);
    expect(await query('SELECT name FROM products')).toEqual([{ name: 'lost' }]);
    await backend.close();
    expect((await run()).output).not.toContain('for a worker');
  });

  it('exits with 1 when Stripe does not answer to the end or without a key, with 2 when another machine is at it', async () => {
    sandbox.faults.add({ fault: 'rate_limit', retryAfter: 60, probability: 1, path: '/v1/events' });
    const refused = await run();
    expect(refused.errors).toContain('Stripe did not answer');
    expect(refused.code).toBe(1);
    await query(`INSERT INTO leases VALUES ('reconcile', gen_random_uuid(), now() + interval '1 minute')`);
    const taken = await run();
    expect(taken.errors).toContain('Another machine is reconciling at this moment');
    expect(taken.code).toBe(2);
    const keyless = await run({ STRIPE_SECRET_KEY: '' });
    expect(keyless.errors).toContain('STRIPE_SECRET_KEY is not set');
    expect(keyless.code).toBe(1);
  });

  it("refuses another account's key", async () => {
    await query(`INSERT INTO stripe_binding (stripe_account, livemode) VALUES ('acct_other', false)`);
    const { code, errors } = await run();
    expect(errors).toContain('The database holds test data of acct_other');
    expect(code).toBe(1);
  });
});

describe('/health', () => {
  it('tells how old the checkpoint is and how many gaps there were, and is degraded when it is too old', async () => {
    const backend = await startBackend({
      databaseUrl: database.url,
      env: { ...keyOf(), RECONCILE_INTERVAL_SECONDS: '86400', STRIPE_WEBHOOK_SECRET: SECRET },
    });
    const health = async () => {
      const answer = await fetch(`${backend.url}/health`);
      expect(answer.status).toBe(200);
      return answer.json();
    };
    try {
      await reconciled();
      sandbox.engine.products.create({ name: 'lost' });
      sandbox.engine.advance(120);
      await reconcileAll(backend);
      await backend.settled();
      expect(await health()).toMatchObject({
        status: 'ok',
        reasons: [],
        checks: { reconcile: { oldestConnectedSeconds: null, gapsLastDay: { late: 1, missed: 0 } } },
      });
      await query(`UPDATE reconcile_checkpoints SET reconciled_at = now() - interval '4 days'`);
      await query(`UPDATE reconcile_gaps SET found_at = now() - interval '25 hours'`);
      expect(await health()).toMatchObject({
        status: 'degraded',
        reasons: [expect.stringMatching(/^events were not reconciled with Stripe for 3456\d\d s/)],
        checks: { reconcile: { gapsLastDay: { late: 0, missed: 0 } } },
      });
      await query(`UPDATE reconcile_checkpoints SET reconciled_at = now(), silent = true`);
      expect(await health()).toMatchObject({
        status: 'degraded',
        reasons: [expect.stringContaining('Stripe has events and no webhook arrives')],
      });
    } finally {
      await backend.close();
    }
  });
});
