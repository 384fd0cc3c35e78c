import { jest } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { SECRET, settled } from './support/backend.js';
import { runCommand } from './support/command.js';
import { startProcess, type BackendProcess } from './support/backend-process.js';
import { cloneDatabase } from './support/database.js';
import { freePort } from './support/free-port.js';
import { redisUrlForTest } from './support/redis.js';
import { post, signatureOf, stripeEvent } from './support/signed-event.js';

jest.setTimeout(240_000);

/** An empty value counts as unset: what the tests' processes are otherwise given. */
const UNSET = { NODE_ENV: '', STRIPE_WEBHOOK_SECRET: '', SWEEP_INTERVAL_SECONDS: '' };

/** A start that is to end by itself: with this environment and nothing else. */
async function refused(env: Readonly<Record<string, string>>): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, ['--import', './test/support/typescript.js', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise((resolve) => child.once('close', (status, signal) => resolve(status ?? signal)));
  clearTimeout(timer);
  return { code, output };
}

/** Named as problems, in alphabetical order. */
const namesIn = (output: string) =>
  [...output.matchAll(/^ +- ([A-Z_]+): /gm)].map(([, name]) => name ?? '').toSorted((a, b) => (a < b ? -1 : 1));
const product = (id: string) => stripeEvent({ type: 'product.created', object: { id, object: 'product', name: 'x' } });
const running: BackendProcess[] = [];
const start = async (env: Readonly<Record<string, string>>) => {
  const started = await startProcess('src/main.ts', env);
  running.push(started);
  return started;
};

/** The server answers a moment before the banner is there. */
const banner = async (one: BackendProcess) => {
  for (const deadline = Date.now() + 30_000; !/listens at/.test(one.output()) && Date.now() < deadline;)
    await delay(20);
};

afterEach(async () => {
  for (const one of running) one.signal('SIGKILL');
  await Promise.all(running.splice(0).map(({ ended }) => ended));
});

describe('a start that cannot be right', () => {
  it('in production with nothing set names all that is missing, each once, and shows no stack', async () => {
    const { code, output } = await refused({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(namesIn(output)).toEqual(['DATABASE_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);
    expect(output).not.toMatch(/^\s+at /m);
    expect(output.trim().split('\n')).toHaveLength(4);
  });

  it('with wrong values names all of them and shows none', async () => {
    const { code, output } = await refused({
      PORT: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db/hunter2',
      REDIS_URL: 'hunter2',
      STRIPE_SECRET_KEY: 'pk_test_hunter2',
      STRIPE_WEBHOOK_SECRET: 'we_hunter2hunter2',
      LOG_LEVEL: 'hunter2',
    });
    expect(code).toBe(1);
    expect(namesIn(output)).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'REDIS_URL',
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
    ]);
    expect(output).not.toContain('hunter2');
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.each(['worker', 'api'])('as ROLE=%s without Redis and a database to share is refused', async (role) => {
    const { code, output } = await refused({ ROLE: role });
    expect(code).toBe(1);
    expect(namesIn(output)).toEqual(['DATABASE_URL', 'REDIS_URL']);
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe('a start on a port that is taken', () => {
  it('ends with a sentence, and nothing else', async () => {
    const database = await cloneDatabase();
    const taker = createServer().listen(0);
    await once(taker, 'listening');
    const address = taker.address();
    try {
      const { code, output } = await refused({
        PORT: String(typeof address === 'object' ? address?.port : ''),
        DATABASE_URL: database.url,
        STRIPE_WEBHOOK_SECRET: SECRET,
      });
      expect(code).toBe(1);
      expect(output).toContain('The port is taken: set PORT to another one (0 takes a free one).\n');
      expect(output).not.toMatch(/EADDRINUSE|^\s+at /m);
    } finally {
      taker.close();
      await database.drop();
    }
  });
});

describe('a start with a key, and nobody at the other end', () => {
  it('goes on, and says in one line that whose key it is has not been checked', async () => {
    const database = await cloneDatabase();
    try {
      const env = { ...UNSET, DATABASE_URL: database.url, STRIPE_WEBHOOK_SECRET: SECRET };
      const sentence = 'Stripe did not say whose STRIPE_SECRET_KEY is: that has not been checked.';
      const STRIPE_API_BASE = `http://127.0.0.1:${await freePort()}`;
      const offline = await start({ ...env, STRIPE_SECRET_KEY: 'sk_test_offline', STRIPE_API_BASE });
      await banner(offline);
      expect(offline.output()).toContain(sentence);
      const keyless = await start(env);
      await banner(keyless);
      expect(keyless.output()).not.toContain(sentence);
    } finally {
      for (const one of running) one.signal('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      await database.drop();
    }
  });
});

describe('a start with no configuration at all', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'countinghouse-start-'));
    chmodSync(directory, 0o711); // PostgreSQL runs as another user when this is root, and must be able to pass through
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Commands of every process that has to do with the directory: PostgreSQL's, and the guard's over it. */
  const left = () =>
    execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' })
      .split('\n')
      .filter((args) => args.includes(directory));

  const secretIn = (output: string) => /whsec_[\w-]{16,}/.exec(output)?.[0];

  it('makes a database and a secret, keeps both over a restart, and leaves nothing running', async () => {
    const env = { ...UNSET, DATA_DIR: join(directory, 'data') };
    const first = await start(env);
    await banner(first);
    const secret = secretIn(first.output());
    expect(secret).toBeDefined();
    const address = first.url.replace('127.0.0.1', 'localhost');
    expect(first.output()).toContain(`stripe listen --forward-to ${address}/webhooks/stripe`);
    expect(first.output()).toContain(`The console is at ${address}/console, the API's pages are at ${address}/docs\n`);
    expect(first.output()).toMatch(
      new RegExp(
        `WEBHOOK_URL=${address}/webhooks/stripe WEBHOOK_SECRET=\\$\\(cat \\S+signing-secret\\) npm run sandbox`,
      ),
    );
    expect(left().length).toBeGreaterThanOrEqual(2);
    const body = JSON.stringify(product('prod_kept'), null, 2);
    const headers = { 'stripe-signature': signatureOf(body, secret) };
    expect((await post(`${first.url}/webhooks/stripe`, body)).status).toBe(400);
    expect((await post(`${first.url}/webhooks/stripe`, body, headers)).status).toBe(200);
    const smoke = await runCommand('src/operations/cli/main.ts', env, ['smoke', '--url', address]);
    expect(smoke.output).toMatch(/^ok {4}processed {4}ignored: no_handler after \d+ ms$/m);
    expect([smoke.code, secretIn(smoke.output + smoke.errors)]).toEqual([0, undefined]);
    first.signal('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain(`"url":"${address}"`);
    for (const deadline = Date.now() + 30_000; left().length > 0 && Date.now() < deadline;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(left()).toEqual([]);

    const second = await start(env);
    await banner(second);
    expect(second.output()).toContain('stripe listen --forward-to');
    expect(secretIn(second.output())).toBeUndefined();
    expect((await post(`${second.url}/webhooks/stripe`, body, headers)).status).toBe(200);
    second.signal('SIGINT');
    expect(await second.ended).toBe(0);
    expect(second.output()).toContain('"msg":"event received again"');
    expect(second.output()).not.toContain('"msg":"event received"');
  });
});

describe('a role', () => {
  it('of the api takes events, of a worker works them off, and both together settle one', async () => {
    const database = await cloneDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const query = async <Row>(sql: string, parameters?: unknown[]) => (await pool.query(sql, parameters)).rows as Row[];
    try {
      const REDIS_URL = await redisUrlForTest();
      // Nothing comes of a sweep here: that the worker works is Redis' doing.
      const env = {
        DATABASE_URL: database.url,
        REDIS_URL,
        STRIPE_WEBHOOK_SECRET: SECRET,
        SWEEP_INTERVAL_SECONDS: '3600',
      };
      const api = await start({ ...env, ROLE: 'api' });
      const waiting = product('prod_waiting');
      expect((await post(`${api.url}/webhooks/stripe`, waiting)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await query('SELECT status FROM stripe_event_log')).toEqual([{ status: 'received' }]);

      const worker = await start({ ...env, ROLE: 'worker' });
      await settled(query);
      const event = product('prod_1');
      expect((await post(`${worker.url}/webhooks/stripe`, event)).status).toBe(404);
      for (const { url } of [api, worker]) expect((await fetch(`${url}/health`)).status).toBe(200);
      expect((await post(`${api.url}/webhooks/stripe`, event)).status).toBe(200);
      await settled(query);
      expect(await query(`SELECT id FROM products ORDER BY id`)).toEqual([{ id: 'prod_1' }, { id: 'prod_waiting' }]);
      for (const one of [api, worker]) {
        one.signal('SIGTERM');
        expect(await one.ended).toBe(0);
      }
    } finally {
      await pool.end();
      await database.drop();
    }
  });
});
