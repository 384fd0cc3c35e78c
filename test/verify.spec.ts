import { StripeSandbox } from '../sandbox/sandbox.js';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import { Verifier } from '../src/operations/verify/verifier.js';
import { VerifySchedule } from '../src/operations/verify/verify.schedule.js';
import { differenceText, type Difference } from '../src/operations/verify/difference.js';
import type { VerifyRequest, VerifyResult } from '../src/operations/verify/verify-run.js';
import { runCommand } from './support/command.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';

let sandbox: StripeSandbox;
let backend: Backend;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 9 });
  backend = await startBackend({ env: { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: sandbox.url } });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  randomLifecycle(4, sandbox.engine, { steps: 40, customers: 4, flips: false });
  await sandbox.deliveries.settled();
  await backend.settled();
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
});

interface Run extends VerifyResult {
  readonly said: string[];
}

async function verify(request: Partial<VerifyRequest> = {}): Promise<Run> {
  const said: string[] = [];
  const everything = { types: [], account: '', sample: null, repair: false, repairDeleted: false };
  const report = {
    differs: (differences: readonly Difference[], lastEvent?: { type: string }) =>
      said.push(...differences.map((one) => `${differenceText(one)} ${lastEvent?.type ?? ''}`)),
    isGone: ({ type, id }: { type: string; id: string }) => said.push(`gone ${type} ${id}`),
    fails: ({ type, id }: { type: string; id: string }, reason: string) => said.push(`failed ${type} ${id} ${reason}`),
    isRepaired: ({ type, id }: { type: string; id: string }) => said.push(`repaired ${type} ${id}`),
  };
  const result = await backend.app
    .get(Verifier, { strict: false })
    .run({ ...everything, ...request }, report, new AbortController().signal);
  return { ...result, said };
}

const TABLES = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
  AND tablename NOT IN ('verify_runs', 'verify_differences', 'stripe_worker_claim', 'balance_transactions')
  AND tablename NOT LIKE 'stripe_event_payload%' ORDER BY 1`;

/** Every row of every table, with the hidden columns that tell which transaction wrote it. */
async function everyRow(): Promise<Map<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const { name } of await backend.query<{ name: string }>(TABLES)) {
    for (const { row, at } of await backend.query<{ row: unknown; at: string }>(
      `SELECT to_jsonb(t) AS row, t.ctid || ' ' || t.xmin AS at FROM "${name}" t`,
    )) {
      rows.set(`${name} ${at}`, row);
    }
  }
  return rows;
}

const someId = async (table: string): Promise<string> =>
  (await backend.query<{ id: string }>(`SELECT id FROM ${table} WHERE deleted_at IS NULL ORDER BY id LIMIT 1`))[0]
    ?.id ?? '';

it('finds nothing where all is equal, and writes nothing', async () => {
  const before = await everyRow();
  const run = await verify();
  expect(run.said).toEqual([]);
  expect(run).toMatchObject({ different: 0, gone: 0, failed: 0, repaired: 0 });
  expect(run.checked).toBeGreaterThan(40);
  expect(await everyRow()).toEqual(before);
});

it('finds a row that was changed by hand, names field, values and event, and repairs it and only it', async () => {
  const id = await someId('subscriptions');
  const [truth] = await backend.query<{ status: string }>('SELECT status FROM subscriptions WHERE id = $1', [id]);
  await backend.query(`UPDATE subscriptions SET status = 'made up' WHERE id = $1`, [id]);
  const before = await everyRow();
  const found = await verify();
  expect(found.said).toEqual([
    expect.stringMatching(
      new RegExp(`^subscription ${id} status: here "made up", there "${truth?.status}" customer.subscription`),
    ),
  ]);
  expect(await everyRow()).toEqual(before);

  const repaired = await verify({ repair: true });
  expect(repaired).toMatchObject({ different: 1, repaired: 1, failed: 0 });
  expect(await backend.query('SELECT status FROM subscriptions WHERE id = $1', [id])).toEqual([truth]);
  const after = await everyRow();
  const changed = [...before.keys()].filter((row) => !after.has(row));
  expect(
    changed.map((row) => row.split(' ')[0]).filter((table) => !/^tenant|^subscription_items/.test(table ?? '')),
  ).toEqual(['subscriptions']);
  expect(await verify()).toMatchObject({ different: 0, said: [] });
});

it('finds a row that a parent owns, a row that is missing, and one marked as deleted', async () => {
  const invoice = (
    await backend.query<{ id: string }>('SELECT parent_id AS id FROM invoice_lines ORDER BY 1 LIMIT 1')
  )[0];
  const [price, charge] = [await someId('prices'), await someId('charges')];
  await backend.query('UPDATE invoice_lines SET amount = amount + 1 WHERE parent_id = $1', [invoice?.id]);
  await backend.query('DELETE FROM prices WHERE id = $1', [price]);
  await backend.query('UPDATE charges SET deleted_at = now() WHERE id = $1', [charge]);
  const found = await verify({ types: ['invoice', 'price', 'charge'], repair: true });
  expect(found.said.map((line) => line.split(':')[0])).toEqual([
    `invoice ${invoice?.id} lines`,
    `repaired invoice ${invoice?.id}`,
    `price ${price}`,
    `repaired price ${price}`,
    `charge ${charge} deleted_at`,
    `repaired charge ${charge}`,
  ]);
  expect(await verify()).toMatchObject({ different: 0, gone: 0 });
});

it('shows nothing personal', async () => {
  const id = await someId('customers');
  await backend.query(`UPDATE customers SET email = 'somebody@else.example', name = 'Somebody Else' WHERE id = $1`, [
    id,
  ]);
  const { said } = await verify({ types: ['customer'], repair: true });
  expect(said.join()).toContain('email: differs (not shown)');
  expect(said.join()).not.toMatch(/else/i);
});

it('reports what Stripe does not know, and marks it as deleted only when told to, and never many at once', async () => {
  const ghost = (n: number) =>
    backend.query(
      `INSERT INTO coupons (account, id, stripe_event_at, percent_off, duration) VALUES ('', $1, now() - interval '60 days', 10, 'once')`,
      [`ghost_${n}`],
    );
  await ghost(1);
  expect(await verify({ repair: true })).toMatchObject({ gone: 1, repaired: 0, said: ['gone coupon ghost_1'] });
  expect(await verify({ repairDeleted: true })).toMatchObject({ gone: 1, repaired: 1 });
  expect(await backend.query(`SELECT deleted_at IS NOT NULL AS gone FROM coupons WHERE id = 'ghost_1'`)).toEqual([
    { gone: true },
  ]);
  for (let n = 2; n < 12; n += 1) await ghost(n);
  expect(await verify({ repairDeleted: true })).toMatchObject({ gone: 10, repaired: 0, stopped: true });
  await backend.query(`DELETE FROM coupons WHERE id LIKE 'ghost%'`);
});

it('a sample reads so many rows of each type', async () => {
  const { checked, different } = await verify({ types: ['customer', 'charge'], sample: 2 });
  expect({ checked, different }).toEqual({ checked: 4, different: 0 });
});

it('goes on through a Stripe that is limited or broken, and leaves a row that an event has changed meanwhile', async () => {
  sandbox.faults.add({ fault: 'rate_limit', retryAfter: 1, times: 2 });
  sandbox.faults.add({ fault: 'error', times: 2 });
  expect(await verify({ types: ['product', 'price'] })).toMatchObject({ different: 0, failed: 0 });
}, 60_000);

it('every day a sample, whose result health shows; another one is not due', async () => {
  const id = await someId('payment_intents');
  await backend.query(`UPDATE payment_intents SET status = 'made up' WHERE id = $1`, [id]);
  const others = await backend.query('SELECT id FROM payment_intents WHERE id <> $1 AND deleted_at IS NULL', [id]);
  expect(others.length).toBeLessThan(20);
  const schedule = backend.app.get(VerifySchedule, { strict: false });
  await schedule.runIfDue();
  await schedule.runIfDue();
  expect(await backend.query('SELECT sample, different, gone, repaired FROM verify_runs')).toEqual([
    { sample: 20, different: 1, gone: 0, repaired: 0 },
  ]);
  const health = (await (await fetch(`${backend.url}/health`)).json()) as { status: string };
  expect(JSON.stringify(health)).toContain('rows that are not what Stripe says: 1');
  await verify({ types: ['payment_intent'], repair: true });
}, 60_000);

it('a difference stays known while runs look elsewhere, until one finds the row right', async () => {
  const id = await someId('payment_intents');
  await verify(); // earlier tests have mended what they broke
  const known = () => backend.query('SELECT type, id, fields FROM verify_differences');
  const [truth] = await backend.query<{ status: string }>('SELECT status FROM payment_intents WHERE id = $1', [id]);
  await backend.query(`UPDATE payment_intents SET status = 'made up' WHERE id = $1`, [id]);
  expect(await verify({ types: ['payment_intent'] })).toMatchObject({ different: 1 });
  const found = [{ type: 'payment_intent', id, fields: ['status'] }];
  expect(await known()).toEqual(found);
  expect(await verify({ types: ['customer'] })).toMatchObject({ different: 0 });
  expect(await known()).toEqual(found);
  // a sample of none has nothing by chance: what is known is looked at all the same, once
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, different: 1 });
  expect(await verify({ types: ['payment_intent'] })).toMatchObject({ different: 1 });
  await backend.query('UPDATE payment_intents SET status = $2 WHERE id = $1', [id, truth?.status]);
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, different: 0 });
  expect(await known()).toEqual([]);

  // what is gone is known too, until its row says so
  await backend.query(`INSERT INTO coupons (id, stripe_event_at) VALUES ('gone_1', now())`);
  expect(await verify({ types: ['coupon'] })).toMatchObject({ gone: 1 });
  expect(await known()).toEqual([{ type: 'coupon', id: 'gone_1', fields: [] }]);
  await backend.query(`UPDATE coupons SET deleted_at = now() WHERE id = 'gone_1'`);
  expect(await verify({ sample: 0 })).toMatchObject({ checked: 1, gone: 0 });
  expect(await known()).toEqual([]);
}, 60_000);

it('an endpoint of an old API version is no difference', async () => {
  const old = await StripeSandbox.start({ seed: 3 });
  const elsewhere = await startBackend({ env: { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: old.url } });
  try {
    const endpoint = { url: `${elsewhere.url}/webhooks/stripe`, secret: SECRET };
    old.deliveries.addEndpoint({ ...endpoint, apiVersion: '2018-07-27' });
    randomLifecycle(6, old.engine, { steps: 30, customers: 2, flips: false });
    await old.deliveries.settled();
    await elsewhere.settled();
    const said: unknown[] = [];
    const say = (...what: unknown[]) => void said.push(what);
    const report = { differs: say, isGone: say, fails: say, isRepaired: say };
    const request = { types: [], account: '', sample: null, repair: false, repairDeleted: false };
    const verifier = elsewhere.app.get(Verifier, { strict: false });
    const { checked } = await verifier.run(request, report, new AbortController().signal);
    expect(said).toEqual([]);
    expect(checked).toBeGreaterThan(20);
  } finally {
    await elsewhere.close();
    await old.close();
  }
}, 60_000);

describe('npm run verify', () => {
  const command = (args: string[], env: Record<string, string> = {}) =>
    runCommand(
      'src/operations/cli/verify.ts',
      { DATABASE_URL: backend.databaseUrl, STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: sandbox.url, ...env },
      args,
    );

  it('ends with 0 when all is equal, and with 3 when something is not', async () => {
    expect(await command(['--type', 'customer'])).toMatchObject({ code: 0 });
    const id = await someId('customers');
    await backend.query('UPDATE customers SET delinquent = NOT delinquent WHERE id = $1', [id]);
    const different = await command(['--type', 'customer']);
    expect(different.code).toBe(3);
    expect(different.output).toMatch(
      new RegExp(`customer ${id} delinquent: here (true|false), there (true|false) \\(last event: evt_`),
    );
    expect(await command(['--type', 'customer', '--repair'])).toMatchObject({ code: 3 });
    expect(await command(['--type', 'customer'])).toMatchObject({ code: 0 });
  }, 60_000);

  it('refuses a key of another mode, and what it does not understand', async () => {
    const live = await command([], { STRIPE_SECRET_KEY: 'sk_live_any' });
    expect(live).toMatchObject({ code: 1, errors: expect.stringContaining('live data') as string });
    expect(await command(['--type', 'customers'])).toMatchObject({ code: 1 });
  }, 60_000);
});
