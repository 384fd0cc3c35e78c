import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend, type Backend } from '../support/backend.js';
import { runCommand } from '../support/command.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { emptyDatabase } from '../support/database.js';
import { post, stripeEvent } from '../support/signed-event.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
  const customer = {
    id: 'cus_1',
    object: 'customer',
    email: 'jenny@example.com',
    name: 'Jenny',
    metadata: { tenant_id: 't_1' },
  };
  await post(`${backend.url}/webhooks/stripe`, stripeEvent({ type: 'customer.created', object: customer }));
  await post(`${backend.url}/webhooks/stripe`, stripeEvent({ type: 'topup.created', object: { id: 'tu_1' } }));
  await backend.settled();
});
afterAll(() => backend.close());

const run = (...args: string[]) => countinghouseHere(args, { DATABASE_URL: backend.databaseUrl });
const tenantOf = async (id: string) =>
  (
    await backend.query<{ id: string | null }>('SELECT tenant_id AS id FROM tenant_customers WHERE customer_id = $1', [
      id,
    ])
  )[0]?.id;

describe('tenants', () => {
  it('are listed and shown', async () => {
    expect((await run('tenants', 'list')).output).toMatch(
      /^tenant +plan +status +until +live +customer\nt_1 +- +- +0 +cus_1\n$/,
    );
    expect(JSON.parse((await run('tenants', 'list', '--plan', 'pro', '--json')).output)).toEqual({
      data: [],
      next: null,
    });
    const shown = await run('tenants', 'show', 't_1');
    expect(shown.output).toMatch(/^t_1\n {2}plan +-\n/);
    expect(shown.output).toMatch(/ {2}customers +cus_1 by Stripe\n/);
    expect(await run('tenants', 'show', 't_nobody')).toMatchObject({ code: 2, output: '' });
  });

  it('a customer is assigned, and given back, with a reason in the audit log', async () => {
    const assigned = await run('tenants', 'assign', 'cus_1', 't_2', '--reason', 'ticket 7');
    expect(assigned).toMatchObject({ code: 0, output: '', errors: 'cus_1 is of t_2 now.\n' });
    expect(await tenantOf('cus_1')).toBe('t_2');
    const back = await run('tenants', 'unassign', 'cus_1', '--reason', 'ticket 8', '--json');
    expect(JSON.parse(back.output)).toEqual({ account: '', customerId: 'cus_1', tenantId: null });
    expect(await tenantOf('cus_1')).toBe('t_1');
    expect(
      await backend.query(`SELECT action, before, after FROM audit_log WHERE object_id = 'cus_1' ORDER BY id`),
    ).toEqual([
      { action: 'customer.assign', before: { tenantId: null }, after: { tenantId: 't_2', reason: 'ticket 7' } },
      { action: 'customer.unassign', before: { tenantId: 't_2' }, after: { tenantId: null, reason: 'ticket 8' } },
    ]);
  });
});

it('stats: backlog, types, verdicts and latency of the last day', async () => {
  await backend.query(
    `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, created_at, received_at)
     SELECT 'evt_old_' || n, 'old.type', false, 'processed', now(), now() - interval '25 hours' FROM generate_series(1, 50) n`,
  );
  const { code, output } = await run('stats');
  expect(code).toBe(0);
  expect(output).toMatch(/^backlog {3}0 due, 0 planned, 0 dead; the oldest waits for 0 s\n/);
  expect(output).toContain('received  2 in the last day: 2 webhook\n');
  expect(output).toContain('verdicts  1 applied, 1 ignored\n');
  expect(output).toMatch(/settled {3}half within [\d.]+ s, 99 % within [\d.]+ s/);
  expect(output).toMatch(/\ntype +events +failing\ncustomer\.created +1 +0\ntopup\.created +1 +0\n$/);
  const { lastDay, backlog } = JSON.parse((await run('stats', '--json')).output) as Record<
    string,
    Record<string, unknown>
  >;
  expect(lastDay).toMatchObject({ events: 2, sources: [{ word: 'webhook', events: 2 }] });
  expect(backlog).toMatchObject({ due: 0, dead: 0 });
});

it('erase: lists what there is, and removes what is personal', async () => {
  const dry = await run('erase', '--customer', 'cus_1', '--dry-run');
  expect([dry.code, dry.output]).toEqual([0, expect.stringMatching(/^cus_1\n[\s\S]*customers: 1\n/)]);
  const name = async () =>
    (await backend.query<{ name: string | null }>(`SELECT name FROM customers WHERE id = 'cus_1'`))[0]?.name;
  expect(await name()).toBe('Jenny');
  expect(await run('erase', '--customer', 'cus_1')).toMatchObject({
    code: 1,
    errors: 'error: --reason: say why, or --dry-run.\n',
  });
  const done = await run('erase', '--customer', 'cus_1', '--reason', 'ticket 4711', '--json');
  expect([done.code, JSON.parse(done.output)]).toMatchObject([
    0,
    { customer: 'cus_1', finishedAt: expect.any(String) as string },
  ]);
  expect(await name()).toBeNull();
  expect(await backend.query(`SELECT after ->> 'reason' AS reason FROM audit_log WHERE action LIKE '%erase%'`)).toEqual(
    [{ reason: 'ticket 4711' }],
  );
  expect(await run('erase', '--customer', 'cus_nobody', '--dry-run')).toMatchObject({ code: 2 });
});

it('migrate: plans without writing, and runs', async () => {
  const empty = await emptyDatabase();
  const migrate = (...args: string[]) => countinghouseHere(['migrate', ...args], { DATABASE_URL: empty.url });
  try {
    for (const looks of [['stats'], ['outbox', 'list'], ['keys', 'list']]) {
      const early = await countinghouseHere(looks, { DATABASE_URL: empty.url });
      expect(early).toMatchObject({ code: 1, output: '' });
      expect(early.errors).toMatch(/^\d+ migrations are pending: .*`npx countinghouse migrate run`/);
    }
    const plan = JSON.parse((await migrate('plan', '--json')).output) as { pending: string[] };
    expect(plan.pending[0]).toMatch(/^-- EventLog1764000000000/);
    const done = await migrate('run');
    expect([done.code, done.output]).toEqual([0, 'The database is up to date.\n']);
    expect(done.errors).toContain('Migration EventLog1764000000000 is done.\n');
    expect((await migrate('plan')).output).toBe('nothing pending\n');
    expect(JSON.parse((await migrate('run', '--json')).output)).toEqual({ upToDate: true });
  } finally {
    await empty.drop();
  }
});

it('keys: each as JSON, for programs', async () => {
  const made = await run('keys', 'create', '--name', 'x', '--scope', 'billing', '--json');
  const { id, key } = JSON.parse(made.output) as { id: string; key: string };
  expect([made.errors, key]).toEqual(['', expect.stringMatching(/^chk_/)]);
  expect(JSON.parse((await run('keys', 'list', '--json')).output)).toMatchObject([{ id }]);
  expect(JSON.parse((await run('keys', 'revoke', id, '--reason', 'left', '--json')).output)).toEqual({
    id,
    revoked: true,
  });
  const again = await run('keys', 'revoke', id, '--reason', 'to be sure');
  expect([again.code, again.errors]).toEqual([0, expect.stringMatching(/ was revoked at 20\S+ \(UTC\) already\.\n$/)]);
  const audited = `SELECT action, after ->> 'reason' AS reason FROM audit_log WHERE object_id = $1 ORDER BY audit_log.id`;
  expect(await backend.query(audited, [id])).toEqual([
    { action: 'api_key.create', reason: null },
    { action: 'api_key.revoke', reason: 'left' },
  ]);
});

describe('outbox', () => {
  const LETTERS = ['--topic', 'letters'] as const;
  /** Of topics that nobody delivers. */
  beforeAll(() =>
    backend.query(
      `INSERT INTO outbox (topic, business_key, payload, status, attempts, next_attempt_at, last_error) VALUES
         ('letters', 'a:jenny@example.com', '{"name": "Jenny"}', 'dead', 40, NULL, 'Error: 550 unknown'),
         ('letters', 'b', '{"name": "Jenny"}', 'dead', 40, NULL, 'Error: 550 unknown'),
         ('parcels', 'c', '{}', 'dead', 40, NULL, NULL),
         ('letters', 'later', '{}', 'pending', 9, now() + interval '2 hours', 'Error: 421 busy'),
         ('letters', 'in hand', '{}', 'pending', 1, now() + interval '1 minute', NULL),
         ('letters', 'gone', '{}', 'sent', 1, NULL, NULL)`,
    ),
  );
  const stateOf = async (key: string) =>
    (
      await backend.query<{ state: string }>(
        `SELECT concat_ws(' ', status, attempts, CASE WHEN next_attempt_at <= now() THEN 'due' END) AS state
           FROM outbox WHERE business_key = $1`,
        [key],
      )
    )[0]?.state;
  const idOf = async (key: string) =>
    (await backend.query<{ id: string }>('SELECT id FROM outbox WHERE business_key = $1', [key]))[0]?.id ?? '';

  it('list: what has not left, the dead ones first, and nobody by name', async () => {
    const { code, output, errors } = await run('outbox', 'list', ...LETTERS);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toMatch(
      /^id +topic +status .*\n\d+ +letters +dead +40 .* - +a:\[email\] +Error: 550 unknown\n.* b +.*\n.* in hand +-\n.* later +Error: 421 busy\n$/,
    );
    expect(output).not.toMatch(/jenny/i);
    const first = await run('outbox', 'list', '--status', 'dead', ...LETTERS, '--limit', '1', '--json');
    expect(JSON.parse(first.output)).toMatchObject({
      data: [{ topic: 'letters', businessKey: 'a:[email]', status: 'dead', attempts: 40, nextAttemptAt: null }],
      isCut: true,
    });
    expect(first.output).not.toContain('payload');
    expect(await run('outbox', 'list', '--topic', 'nobody')).toMatchObject({
      code: 0,
      errors: 'There are no such entries.\n',
    });
  });

  it('retry: several only when told, of one topic, once, with a reason in the audit log', async () => {
    const dead = ['outbox', 'retry', '--status', 'dead', ...LETTERS, '--reason', 'the post is back'] as const;
    expect(await run(...dead)).toEqual({
      code: 1,
      output: '',
      errors: '2 entries (2 letters) would be tried again: see them with `outbox list`, then say --yes.\n',
    });
    expect(await stateOf('b')).toBe('dead 40');
    const errors = '2 entries (2 letters) due now: workers begin within a minute.\n';
    expect(await run(...dead, '--yes')).toEqual({ code: 0, output: '', errors });
    expect([await stateOf('b'), await stateOf('a:jenny@example.com'), await stateOf('c')]).toEqual([
      'pending 0 due',
      'pending 0 due',
      'dead 40',
    ]);
    expect(await run(...dead, '--yes')).toMatchObject({ code: 2, output: '' });
    expect(await backend.query(`SELECT before, after FROM audit_log WHERE action = 'outbox.retry'`)).toEqual([
      {
        before: null,
        after: {
          status: 'pending',
          attempts: 0,
          reason: 'the post is back',
          entries: 2,
          topics: { letters: 2 },
          filter: { status: 'dead', topic: 'letters' },
          ids: [await idOf('a:jenny@example.com'), await idOf('b')],
        },
      },
    ]);
  });

  it('retry: by ids, and never what somebody has in hand, is due or was sent', async () => {
    const ids = await Promise.all(['c', 'later', 'in hand', 'gone', 'b'].map(idOf));
    const { code, output } = await run('outbox', 'retry', ...ids, '--reason', 'these', '--yes', '--json');
    expect([code, JSON.parse(output)]).toEqual([
      0,
      { retried: true, entries: 2, skipped: 3, topics: { letters: 1, parcels: 1 } },
    ]);
    expect(await Promise.all(['c', 'later', 'in hand', 'gone'].map(stateOf))).toEqual([
      'pending 0 due',
      'pending 0 due',
      'pending 1',
      'sent 1',
    ]);
    await backend.query(`UPDATE outbox SET status = 'dead', next_attempt_at = NULL WHERE business_key = 'c'`);
    const [id = ''] = ids;
    expect(await run('outbox', 'retry', id, '--reason', 'the one')).toMatchObject({ code: 0, output: '' });
    expect(
      await backend.query(`SELECT object_id AS id, before FROM audit_log WHERE after ->> 'reason' = 'the one'`),
    ).toEqual([{ id, before: { status: 'dead', attempts: 0 } }]);
  });
});

it('--env-file gives settings that are not set; what is wrong is said by its name', async () => {
  const file = join(mkdtempSync(join(process.env['TEST_DIRECTORY'] ?? '/tmp', 'env-')), '.env');
  writeFileSync(file, `DATABASE_URL=${backend.databaseUrl}\n`);
  // A process of its own: what Node reads from a file, it does not tell to the tests' copy of the environment.
  const given = await runCommand('src/operations/cli/main.ts', {}, ['--env-file', file, 'tenants', 'list']);
  expect(given).toMatchObject({ code: 0, output: expect.stringContaining('t_1') as string });
  const wrong = await countinghouseHere(['stats'], { DATABASE_URL: 'mysql://secret' });
  expect(wrong).toMatchObject({
    code: 1,
    output: '',
    errors: expect.stringContaining('DATABASE_URL: must be') as string,
  });
  expect(wrong.errors).not.toContain('secret');
});

it('docs/commands.md shows every command', async () => {
  const docs = readFileSync('docs/commands.md', 'utf8');
  const below = async (...path: string[]): Promise<string[]> => {
    const { output } = await countinghouseHere([...path, '--help']);
    const [, commands = ''] = output.split('\nCommands:\n');
    return [...commands.matchAll(/^  ([a-z]+) /gm)].flatMap(([, name = '']) => (name === 'help' ? [] : name));
  };
  const top = await below();
  expect(top.length).toBeGreaterThan(10);
  for (const name of top) {
    const nested = await below(name);
    const commands = nested.length > 0 ? nested.map((one) => `${name} ${one}`) : [name];
    for (const command of commands)
      expect(docs).toMatch(new RegExp(`countinghouse ${command}\\b|\`${command.split(' ')[1]}\``));
  }
});
