import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { openErasures } from '../../src/operations/doctor/erasures.repository.js';
import { FINDING_CODES, type Finding } from '../../src/operations/doctor/finding.js';
import { SECRET, startBackend, type Backend } from '../support/backend.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { emptyDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { startRedis, type RedisServer } from '../support/redis.js';

let sandbox: StripeSandbox;
let backend: Backend;
let redis: RedisServer;
let env: Record<string, string>;

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 'doctor', realTime: true });
  redis = await startRedis();
  const keys = { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url };
  backend = await startBackend({ env: keys });
  env = {
    ...keys,
    DATABASE_URL: backend.databaseUrl,
    REDIS_URL: redis.url,
    STRIPE_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: 'https://pay.example',
  };
  await countinghouseHere(['endpoint', 'create'], env);
});
afterAll(async () => {
  await backend.close();
  await sandbox.close();
  await redis.stop();
});

async function examine(change: Record<string, string> = {}, ...args: string[]) {
  const { code, output } = await countinghouseHere(['doctor', '--json', ...args], { ...env, ...change });
  const { findings } = JSON.parse(output) as { findings: Finding[] };
  const of = (wanted: string) => findings.filter(({ code: found }) => found === wanted);
  return { code, output, findings, of };
}

it('finds nothing wrong with what is right, line by line, and shows no secret', async () => {
  await backend.query(
    `INSERT INTO reconcile_checkpoints (account, reconciled_to, reconciled_at) VALUES ('', now(), now())`,
  );
  const { code, output, errors } = await countinghouseHere(['doctor'], env);
  expect(output).not.toMatch(/^fail/m);
  expect(code).toBe(0);
  expect(errors).toMatch(/^0 failed, \d+ to look at, \d+ ok\n$/);
  expect(output).toMatch(/^ok {4}stripe\.account +acct_\w+, test mode$/m);
  expect(output).toMatch(/^ok {4}database\.version +PostgreSQL \d+/m);
  expect(output).toMatch(/^ok {4}database\.migrations +\d+ done, none pending$/m);
  expect(output).toMatch(/^ok {4}endpoint\.not_sent +we_\w+ sends all \d+ types that are handled$/m);
  expect(output).toMatch(/^ok {4}clock\.stripe +within 5 s of Stripe's$/m);
  expect(output).toMatch(/^ok {4}redis\.policy +noeviction$/m);
  const { username, password } = new URL(backend.databaseUrl);
  for (const secret of [SECRET, sandbox.apiKey, password]) expect(output).not.toContain(secret);
  expect(output).not.toContain(`${username}:`);
});

it('names all problems of the configuration at once, without their values', async () => {
  const { code, findings, output } = await examine({ PORT: 'abc_secret', STRIPE_SECRET_KEY: 'whatever_secret' });
  expect(code).toBe(3);
  expect(findings.map(({ code: found, message }) => `${found} ${message.split(':')[0]}`)).toEqual([
    'configuration PORT',
    'configuration STRIPE_SECRET_KEY',
  ]);
  expect(output).not.toContain('_secret"');
});

it('finds a database that is away, one that was never migrated, and migrates it not', async () => {
  const away = await examine({ DATABASE_URL: `postgres://user:hidden@127.0.0.1:${await freePort()}/x` });
  expect([away.code, away.of('database.reachable')]).toMatchObject([
    3,
    [{ level: 'fail', message: expect.stringContaining('ECONNREFUSED') as string }],
  ]);
  expect(away.output).not.toContain('hidden');
  const empty = await emptyDatabase();
  try {
    const found = await examine({ DATABASE_URL: empty.url });
    expect(found.of('database.migrations')).toMatchObject([{ level: 'fail', fix: 'npx countinghouse migrate run' }]);
    const again = await examine({ DATABASE_URL: empty.url });
    expect(again.of('database.migrations')).toEqual(found.of('database.migrations'));
  } finally {
    await empty.drop();
  }
});

it('finds what Redis must not do, and that it is away', async () => {
  const strict = await startRedis({ args: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'] });
  try {
    const { code, of } = await examine({ REDIS_URL: strict.url });
    expect([code, of('redis.policy')]).toMatchObject([
      3,
      [{ level: 'fail', message: expect.stringContaining('allkeys-lru') as string }],
    ]);
  } finally {
    await strict.stop();
  }
  const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', '1'] });
  try {
    const { code, of } = await examine({ REDIS_URL: replica.url });
    expect([code, of('redis.reachable')]).toMatchObject([
      3,
      [{ level: 'ok' }, { level: 'fail', message: 'a replica: it takes no writes' }],
    ]);
  } finally {
    await replica.stop();
  }
  const away = await examine({ REDIS_URL: strict.url });
  expect(away.of('redis.reachable')).toMatchObject([
    { level: 'fail', message: expect.stringContaining('ECONNREFUSED') as string },
  ]);
});

it('finds the key of another account, and one that Stripe refuses', async () => {
  const other = await StripeSandbox.start({ seed: 'other', account: 'acct_other', realTime: true });
  try {
    const { code, of } = await examine({ STRIPE_API_BASE: other.url });
    expect([code, of('stripe.account')]).toMatchObject([
      3,
      [
        {
          level: 'fail',
          message: expect.stringMatching(
            /^the database holds test data of acct_\w+, the key is of acct_other, test mode$/,
          ) as string,
        },
      ],
    ]);
  } finally {
    await other.close();
  }
  const refused = await examine({ STRIPE_SECRET_KEY: 'sk_test_not-a-key' });
  expect(refused.of('stripe.key')).toMatchObject([
    { level: 'fail', message: expect.stringContaining('401') as string },
  ]);
});

it('finds an endpoint that is disabled, and what is handled but not sent', async () => {
  const [endpoint] = sandbox.deliveries.endpoints.all();
  const { id = '', enabledEvents = [] } = endpoint ?? {};
  const without = enabledEvents.filter((type) => type !== 'invoice.paid');
  sandbox.deliveries.endpoints.update(id, { disabled: true, enabledEvents: [...without, 'topup.created'] });
  try {
    const { code, of } = await examine({ NODE_ENV: 'production' });
    expect(code).toBe(3);
    expect(of('endpoint.status')).toMatchObject([
      { level: 'fail', message: `${id} is DISABLED: Stripe sends nothing` },
    ]);
    expect(of('endpoint.not_sent')).toMatchObject([
      { level: 'fail', message: `${id} does not send what is handled: invoice.paid` },
    ]);
    expect(of('endpoint.not_handled')).toMatchObject([
      { level: 'warn', message: expect.stringContaining('topup.created') as string },
    ]);
    const elsewhere = await examine({}, '--url', 'https://other.example');
    expect(elsewhere.of('endpoint.found')).toMatchObject([
      { message: 'there is no endpoint that leads to https://other.example' },
    ]);
  } finally {
    sandbox.deliveries.endpoints.update(id, { disabled: false, enabledEvents });
  }
});

it('finds dead events, rows that differ, and a secret that does not match any more', async () => {
  const insert = `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, created_at) VALUES ('evt_dead', 'x.y', false, 'dead', now())`;
  await backend.query(insert);
  await backend.query(`UPDATE reconcile_checkpoints SET silent = true, reconciled_at = now() - interval '2 days'`);
  const { code, of } = await examine();
  expect(code).toBe(3);
  expect(of('events.dead')).toMatchObject([
    { level: 'fail', message: expect.stringMatching(/^1 event is dead/) as string },
  ]);
  expect(of('events.reconcile')).toMatchObject([
    { level: 'fail', message: expect.stringContaining('2 d ago') as string },
  ]);
  expect(of('events.webhooks')).toMatchObject([{ level: 'fail' }]);
  await backend.query(`DELETE FROM stripe_event_log WHERE stripe_event_id = 'evt_dead'`);
  await backend.query(`UPDATE reconcile_checkpoints SET silent = false, reconciled_at = now()`);
});

it('finds connected accounts whose events cannot be listed, but not those that have left', async () => {
  await backend.query(
    `INSERT INTO reconcile_checkpoints (account, reconciled_to, failures, failing_since, last_error)
     VALUES ('acct_left', now(), 9, NULL, 'not connected'), ('acct_new', now(), 1, now(), 'HTTP 400'),
            ('acct_mute', now(), 3, now() - interval '5 hours', 'HTTP 403')`,
  );
  try {
    const { code, of } = await examine();
    expect([code, of('events.reconcile')]).toMatchObject([
      0,
      [
        { level: 'ok' },
        { level: 'warn', message: '2 connected accounts cannot be listed; acct_mute for 5 h: HTTP 403' },
      ],
    ]);
  } finally {
    await backend.query(`DELETE FROM reconcile_checkpoints WHERE account > ''`);
  }
});

it('finds the secret that development has made', async () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'countinghouse-doctor-'));
  try {
    const none = await examine({ STRIPE_WEBHOOK_SECRET: '', DATA_DIR });
    expect(none.of('secrets.present').at(-1)?.message).toContain('development makes one up');
    const file = join(DATA_DIR, 'signing-secret');
    writeFileSync(file, `${SECRET}\n`);
    const { code, output, of } = await examine({ STRIPE_WEBHOOK_SECRET: '', DATA_DIR });
    expect([code, of('secrets.matched')]).toMatchObject([0, [{ level: 'warn' }]]);
    // The endpoint at Stripe signs with another one all the same.
    expect(of('secrets.present')).toMatchObject([
      { level: 'warn', message: expect.stringContaining('STRIPE_WEBHOOK_SECRET is not set') as string },
      { level: 'ok', message: `development's own, in ${file}` },
    ]);
    expect(output).not.toContain(SECRET);
  } finally {
    rmSync(DATA_DIR, { recursive: true });
  }
});

it('finds webhooks that a process refuses, until it accepts one or another one comes in its place', async () => {
  const tell = (process: number, ago: number, counted: { refused?: number; received?: number; stopped?: boolean }) =>
    backend.query(
      `INSERT INTO process_minutes (process_id, host, role, version, started_at, stopped, minute, received, brought,
                                    redelivered, refused, answers, acks, settled, retried)
       VALUES ($1, 'h', 'api', '1', now() - interval '1 hour' + $2 * interval '1 minute', $3,
               date_trunc('minute', now()) - $4 * interval '1 minute', $5, 0, 0, $6, '{}', '{}', '{}', 0)`,
      [
        `00000000-0000-4000-8000-00000000000${process}`,
        process,
        counted.stopped ?? false,
        ago,
        counted.received ?? 0,
        JSON.stringify(counted.refused ? { wrong_secret: counted.refused, no_signature_header: 7 } : {}),
      ],
    );
  const found = async () => (await examine()).of('webhooks.refused').map(({ level, message }) => [level, message]);
  await backend.query('DELETE FROM process_minutes');
  await tell(1, 30, { refused: 90 });
  expect(await found()).toEqual([['ok', 'none in the last ten minutes']]);
  await tell(1, 5, { refused: 4, received: 3 });
  await tell(2, 3, { received: 500 });
  const some = '4 in the last ten minutes, most of them wrong_secret; others are accepted';
  expect(await found()).toEqual([['warn', some]]);
  await tell(1, 4, { refused: 5, stopped: true }); // while another machine accepts
  expect((await examine()).code).toBe(0);
  await backend.query(`UPDATE process_minutes SET stopped = false WHERE stopped`);
  const { code, of } = await examine();
  expect([code, of('webhooks.refused')]).toMatchObject([
    3,
    [{ level: 'fail', message: '9 in the last ten minutes, most of them wrong_secret; none was accepted since' }],
  ]);
  await backend.query('DELETE FROM process_minutes');
});

it('finds what waits in the outbox, and that nobody takes it', async () => {
  const put = (key: string, created: string, due: string, attempts: number) =>
    backend.query(
      `INSERT INTO outbox (topic, business_key, payload, attempts, created_at, next_attempt_at)
       VALUES ('nobodys', $1, '{}', $4, now() - $2::interval, now() - $3::interval)`,
      [key, created, due, attempts],
    );
  await put('a', '3 hours', '-1 hour', 9);
  const failing = await examine();
  expect([failing.code, failing.of('outbox.stuck')]).toMatchObject([
    0,
    [{ level: 'warn', message: '1 of nobodys, for 3 h and 9 attempts' }],
  ]);
  await put('b', '20 minutes', '20 minutes', 0);
  const untaken = await examine();
  expect([untaken.code, untaken.of('outbox.stuck')]).toMatchObject([
    3,
    [{ level: 'fail', message: 'nobody takes 2 of nobodys, due for 20 min' }],
  ]);
  await backend.query(`DELETE FROM outbox WHERE topic = 'nobodys'`);
});

it('finds a pooler that is down before a database that is up', async () => {
  const pooler = `postgres://user:hidden@127.0.0.1:${await freePort()}/x`;
  const { code, of, output } = await examine({ MIGRATION_DATABASE_URL: backend.databaseUrl, DATABASE_URL: pooler });
  expect([code, of('database.reachable')]).toMatchObject([
    3,
    [
      { level: 'ok' },
      { level: 'fail', message: expect.stringMatching(/^by the pooler of DATABASE_URL: .*ECONNREFUSED/) as string },
    ],
  ]);
  expect(output).not.toContain('hidden');
  const both = await examine({ MIGRATION_DATABASE_URL: backend.databaseUrl });
  expect([both.code, both.of('database.reachable').map(({ level }) => level)]).toEqual([0, ['ok', 'ok']]);
});

describe('a restricted key', () => {
  let stripe: Server;
  let base: string;

  beforeAll(async () => {
    stripe = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      const path = request.url ?? '';
      const lacks = path.startsWith('/v1/charges')
        ? "Having the 'rak_charge_read' permission would allow it."
        : 'not permitted';
      if (/^\/v1\/(charges|reviews|account)\b/.test(path)) {
        response.statusCode = 403;
        response.end(
          JSON.stringify({
            error: { type: 'invalid_request_error', message: `The key rk_test_*** may not. ${lacks}` },
          }),
        );
      } else response.end(JSON.stringify({ object: 'list', data: [], has_more: false }));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => stripe.listen(port, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    stripe.closeAllConnections();
    return new Promise((resolve) => stripe.close(resolve));
  });

  it('that lacks permissions: which ones', async () => {
    const { of } = await examine({ STRIPE_SECRET_KEY: 'rk_test_somebodys', STRIPE_API_BASE: base });
    expect(of('stripe.key')).toMatchObject([{ level: 'ok', message: 'restricted key, test mode' }]);
    expect(of('stripe.account')).toMatchObject([{ level: 'warn' }]);
    expect(of('stripe.permissions')).toMatchObject([
      { level: 'fail', message: 'it lacks rak_charge_read, read of /v1/reviews' },
    ]);
  });
});

it('erasures that do not end: since when', async () => {
  const runner = backend.app.get(DataSource).createQueryRunner();
  await runner.startTransaction(); // it is never committed: the backend would go on with them
  try {
    await runner.query(
      `INSERT INTO erased_customers (customer_id, erased_at, finished_at)
       VALUES ('cus_done', now() - interval '9 days', now()), ('cus_1', now() - interval '25 hours', NULL),
              ('cus_2', now(), NULL)`,
    );
    expect(await openErasures(runner)).toEqual({ customers: 2, oldestSeconds: 90_000 });
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  expect((await examine()).of('privacy.erasures')).toMatchObject([{ level: 'ok', message: 'none is under way' }]);
});

it('docs/commands.md has a row for each finding', () => {
  const [, section = ''] = readFileSync('docs/commands.md', 'utf8').split('\n### Findings\n');
  const [table = ''] = section.trimStart().split('\n\n');
  expect([...table.matchAll(/^\| `([a-z_.]+)`/gm)].map(([, code]) => code)).toEqual([...FINDING_CODES]);
});
