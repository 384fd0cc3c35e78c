import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { StripeBinding } from '../src/database/stripe-binding.js';
import { StripeGateway } from '../src/stripe/stripe.gateway.js';
import { startBackend, type Backend } from './support/backend.js';
import { startProcess } from './support/backend-process.js';
import { runCommand } from './support/command.js';
import { cloneDatabase, emptyDatabase, type TestDatabase } from './support/database.js';
import { freePort } from './support/free-port.js';
import { reconcileAll } from './support/reconcile.js';
import { post, stripeEvent } from './support/signed-event.js';
import { thinEvent } from './support/thin.js';

jest.setTimeout(120_000);

/** The key of migrate.ts: whoever holds it migrates. */
const MIGRATION_LOCK = 7_203_116_580_314;

let ours: StripeSandbox;
let theirs: StripeSandbox;
let database: TestDatabase;

beforeAll(async () => {
  ours = await StripeSandbox.start({ account: 'acct_ours' });
  theirs = await StripeSandbox.start({ account: 'acct_other' });
});
afterAll(() => Promise.all([ours.close(), theirs.close()]));
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const keyOf = ({ apiKey, url }: StripeSandbox) => ({ STRIPE_SECRET_KEY: apiKey, STRIPE_API_BASE: url });
const addressOf = (server: Server): string => {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};
const start = (env: Readonly<Record<string, string>>) => startBackend({ databaseUrl: database.url, env });
const bindings = async (url = database.url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<object>('SELECT stripe_account, livemode FROM stripe_binding');
  await client.end();
  return rows;
};
const accepts = async ({ url }: Pick<Backend, 'url'>) => {
  const event = stripeEvent({ type: 'product.created', object: { id: 'prod_1', object: 'product' } });
  expect((await post(`${url}/webhooks/stripe`, event)).status).toBe(200);
};

const OURS = [{ stripe_account: 'acct_ours', livemode: false }];
const refusal = (message: RegExp) => ({
  name: 'BindingError',
  code: 'wrong_account_or_mode',
  message: expect.stringMatching(message) as string,
});

it('the first start with a key binds the database, and a later one with the same passes', async () => {
  await (await start(keyOf(ours))).close();
  expect(await bindings()).toEqual(OURS);
  const again = await start(keyOf(ours));
  await accepts(again);
  await again.close();
  expect(await bindings()).toEqual(OURS);
});

it("another account's key is refused, and the message names both", async () => {
  await (await start(keyOf(ours))).close();
  await expect(start(keyOf(theirs))).rejects.toMatchObject(refusal(/acct_ours.*acct_other/));
  expect(await bindings()).toEqual(OURS);
  await (await start(keyOf(ours))).close();
});

it('as a process it exits with one line that shows no key', async () => {
  await (await start(keyOf(ours))).close();
  const failed = await startProcess('src/main.ts', {
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    ...keyOf(theirs),
  }).then(
    () => 'started',
    (error: unknown) => String(error),
  );
  expect(failed).toContain('The database holds test data of acct_ours, the key is for test data of acct_other.');
  expect(failed).not.toMatch(/^\s+at /m);
  expect(failed).not.toContain(theirs.apiKey);
});

it('of two keys at once one binds and the other is refused', async () => {
  const starts = await Promise.allSettled([start(keyOf(ours)), start(keyOf(theirs))]);
  const started = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  await Promise.all(started.map((one) => one.close()));
  expect(started).toHaveLength(1);
  const reasons = starts.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect(reasons).toMatchObject([refusal(/acct_(ours.*acct_other|other.*acct_ours)/)]);
  expect(await bindings()).toHaveLength(1);
});

it('without a key it starts, and nothing is bound', async () => {
  const backend = await start({});
  await accepts(backend);
  await backend.close();
  expect(await bindings()).toEqual([]);
});

describe('Stripe not answering', () => {
  it.each(['an unbound', 'a bound'])(
    'lets the backend of %s database start with a warning, and take events',
    async (kind) => {
      if (kind === 'a bound') await (await start(keyOf(ours))).close();
      const backend = await startProcess('src/main.ts', {
        DATABASE_URL: database.url,
        LOG_LEVEL: 'warn',
        STRIPE_SECRET_KEY: ours.apiKey,
        STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}`,
      });
      await accepts(backend);
      expect(backend.output()).toContain("the key's account is not checked, Stripe does not answer");
      backend.signal('SIGTERM');
      expect(await backend.ended).toBe(0);
      expect(await bindings()).toEqual(kind === 'a bound' ? OURS : []);
    },
  );

  it('leaves the binding to the first start at which it does', async () => {
    await (await start({ ...keyOf(ours), STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}` })).close();
    await (await start(keyOf(ours))).close();
    expect(await bindings()).toEqual(OURS);
  });
});

describe('Stripe away at the start, and back later', () => {
  const AWAY = { fault: 'error', probability: 1, path: '/v1/account' } as const;
  const thin = (id: string) =>
    thinEvent({
      id: `evt_${id}`,
      type: 'v1.product.created',
      created: 1_750_000_000,
      related: { id, type: 'product' },
    });

  beforeEach(async () => {
    await (await start(keyOf(ours))).close();
  });
  afterEach(() => {
    ours.faults.clear();
    theirs.faults.clear();
  });

  it("nothing is read with another account's key, neither before nor after it is known", async () => {
    const { id } = theirs.engine.products.create({ name: 'of another account' });
    theirs.engine.advance(120);
    theirs.faults.add(AWAY);
    const backend = await start(keyOf(theirs));
    try {
      const refused = jest.fn();
      backend.app.get(StripeBinding).onRefusal = refused;
      expect((await post(`${backend.url}/webhooks/stripe`, thin(id))).status).toBe(200);
      const read = () => backend.app.get(StripeGateway).read({ account: '', id, type: 'product' }, null);
      await expect(read()).rejects.toMatchObject({ code: 'stripe_unavailable' });
      expect(refused).not.toHaveBeenCalled();
      theirs.faults.clear();
      await backend.query(`UPDATE stripe_event_log SET next_attempt_at = now()`);
      await expect(reconcileAll(backend)).rejects.toMatchObject(refusal(/acct_ours.*acct_other/));
      await expect(read()).rejects.toMatchObject(refusal(/acct_ours.*acct_other/));
      expect(refused).toHaveBeenCalledTimes(1);
      expect(await backend.query('SELECT id FROM products')).toEqual([]);
      const [event] = await backend.query<{ status: string }>('SELECT status FROM stripe_event_log');
      expect(event?.status).toMatch(/^(received|failed)$/); // waits for the right key
      expect(await backend.query(`SELECT FROM stripe_event_log WHERE source = 'reconcile'`)).toEqual([]);
    } finally {
      await backend.close();
    }
  });

  it('though nobody reads, Stripe is asked again after half a minute', async () => {
    theirs.faults.add(AWAY);
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const backend = await start(keyOf(theirs));
    const [askAgain] = timers.mock.calls.find(([, milliseconds]) => milliseconds === 30_000) ?? [];
    timers.mockRestore();
    try {
      theirs.faults.clear();
      const refused = new Promise((resolve) => (backend.app.get(StripeBinding).onRefusal = resolve));
      askAgain?.();
      expect(await refused).toMatchObject(refusal(/acct_ours.*acct_other/));
    } finally {
      await backend.close();
    }
  });

  it('as a process it ends as a start with that key would', async () => {
    theirs.faults.add(AWAY);
    const backend = await startProcess('src/main.ts', {
      DATABASE_URL: database.url,
      LOG_LEVEL: 'warn',
      ...keyOf(theirs),
    });
    await accepts(backend);
    theirs.faults.clear();
    await post(`${backend.url}/webhooks/stripe`, thin('prod_1')); // it has to be read
    expect(await backend.ended).toBe(1);
    expect(backend.output()).toContain('"level":60');
    expect(backend.output()).toMatch(
      /^The database holds test data of acct_ours, the key is for test data of acct_other/m,
    );
    expect(backend.output()).not.toContain(theirs.apiKey);
    expect(await bindings()).toEqual(OURS);
  });

  it('the right key is asked once, and then goes on', async () => {
    ours.faults.add(AWAY);
    const backend = await start(keyOf(ours));
    try {
      expect(backend.app.get(StripeBinding).unchecked).toBe(true);
      ours.faults.clear();
      const asked = jest.spyOn(backend.app.get(StripeGateway), 'accountId');
      const { id } = ours.engine.products.create({ name: 'ours' });
      expect((await post(`${backend.url}/webhooks/stripe`, thin(id))).status).toBe(200);
      expect(await reconcileAll(backend)).toMatchObject([{ failure: null }]);
      await backend.settled();
      expect(await backend.query('SELECT name FROM products')).toEqual([{ name: 'ours' }]);
      expect(backend.app.get(StripeBinding).unchecked).toBe(false);
      expect(asked).toHaveBeenCalledTimes(1);
    } finally {
      await backend.close();
    }
  });
});

describe('a key that may not read its account', () => {
  let stripe: Server;
  let livemode: boolean;
  let restricted: Record<string, string>;

  beforeEach(async () => {
    livemode = false;
    stripe = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/v1/account') {
        response.statusCode = 403;
        response.end(JSON.stringify({ error: { type: 'invalid_request_error', message: 'not permitted' } }));
        return;
      }
      const created = Math.floor(Date.now() / 1000) - 300;
      const object = { id: 'prod_1', object: 'product', created, metadata: {} };
      const data = [stripeEvent({ id: 'evt_listed', type: 'product.created', object, created, livemode })];
      response.end(JSON.stringify({ object: 'list', data, has_more: false }));
    });
    await new Promise<void>((resolve) => stripe.listen(0, '127.0.0.1', resolve));
    restricted = { STRIPE_SECRET_KEY: 'rk_test_somebodys', STRIPE_API_BASE: addressOf(stripe) };
    await (await start(keyOf(ours))).close();
  });
  afterEach(async () => {
    stripe.closeAllConnections();
    await new Promise((resolve) => stripe.close(resolve));
  });
  const logged = (backend: Backend) => backend.query('SELECT stripe_event_id AS id FROM stripe_event_log');

  it('is used, and reconcile compares the mode of the events', async () => {
    const backend = await start(restricted);
    try {
      expect(backend.app.get(StripeBinding).untold).toBe(true);
      expect(await reconcileAll(backend)).toMatchObject([{ listed: 1, failure: null }]);
      expect(await logged(backend)).toEqual([{ id: 'evt_listed' }]);
    } finally {
      await backend.close();
    }
    const { output } = await runCommand('src/operations/cli/reconcile.ts', {
      DATABASE_URL: database.url,
      ...restricted,
    });
    expect(output).toContain('The key may not read its account: only the mode of the events was compared.');
  });

  it('of the other mode, whatever it is called, brings nothing', async () => {
    livemode = true;
    const backend = await start(restricted);
    try {
      await expect(reconcileAll(backend)).rejects.toMatchObject(refusal(/holds test data .* for live data/));
      expect(await logged(backend)).toEqual([]);
    } finally {
      await backend.close();
    }
  });
});

describe('a live key', () => {
  let stripe: Server;
  let asked: string[];
  let live: Record<string, string>;

  beforeEach(async () => {
    asked = [];
    // The sandbox refuses live keys.
    stripe = createServer((request, response) => {
      asked.push(String(request.url));
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ id: 'acct_ours', object: 'account' }));
    });
    await new Promise<void>((resolve) => stripe.listen(0, '127.0.0.1', resolve));
    live = { STRIPE_SECRET_KEY: 'sk_live_somebodys', STRIPE_API_BASE: addressOf(stripe) };
  });
  afterEach(async () => {
    stripe.closeAllConnections();
    await new Promise((resolve) => stripe.close(resolve));
  });

  it('is refused for test data of the same account, without asking Stripe', async () => {
    await (await start(keyOf(ours))).close();
    await expect(start(live)).rejects.toMatchObject(refusal(/holds test data .* for live data/));
    expect(asked).toEqual([]);
    expect(await bindings()).toEqual(OURS);
  });

  it('binds live data, for which a test key is refused then', async () => {
    await (await start(live)).close();
    expect(asked).toEqual(['/v1/account']);
    expect(await bindings()).toEqual([{ stripe_account: 'acct_ours', livemode: true }]);
    await expect(start(keyOf(ours))).rejects.toMatchObject(refusal(/holds live data .* for test data/));
  });
});

it('two processes at once on an empty database both wait for the lock of the migrations, and both start', async () => {
  const empty = await emptyDatabase();
  const other = new pg.Client({ connectionString: empty.url });
  await other.connect();
  await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  const env = { DATABASE_URL: empty.url, LOG_LEVEL: 'warn', ...keyOf(ours) };
  const starting = Promise.all([startProcess('src/main.ts', env), startProcess('src/main.ts', env)]);
  const waiting = async () =>
    (
      await other.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%migration lock'`,
      )
    ).rowCount ?? 0;
  for (const deadline = Date.now() + 50_000; (await waiting()) < 2 && Date.now() < deadline;) await delay(20);
  await delay(300);
  expect(await waiting()).toBe(2);
  expect((await other.query(`SELECT to_regclass('stripe_event_log') AS log`)).rows).toEqual([{ log: null }]);
  await other.end();
  const both = await starting;
  for (const one of both) await accepts(one);
  for (const one of both) one.signal('SIGTERM');
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
  expect(both.map(({ output }) => output())).toEqual(['', '']);
  expect(await bindings(empty.url)).toEqual(OURS);
  await empty.drop();
}, 240_000);
