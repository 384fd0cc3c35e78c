import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { renderEvent } from '../sandbox/versions/render.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { runMigrations } from '../src/database/migrate.js';
import { PaymentObjects1764000000003 } from '../src/database/migrations/1764000000003-payment-objects.js';
import { migrations } from '../src/database/migrations/migrations.js';
import { startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, emptyDatabase } from './support/database.js';
import { post, stripeEvent } from './support/signed-event.js';

interface Asked {
  readonly id: string;
  readonly account: string | undefined;
  readonly at: number;
  readonly isPassed: boolean;
}

let sandbox: StripeSandbox;
/** Stands between the backend and the sandbox, and answers instead of it when told to. */
let stripe: Server;
let answer: 'pass' | 'hang' | 'cut' | { status: number; retryAfter?: string; body?: object } = 'pass';
let asked: Asked[] = [];
/** Connections on which a question hangs. */
let hung: Socket[] = [];
let backend: Backend;

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, url = '/' } = request;
  const [, id] = /^\/v1\/balance_transactions\/(.+)$/.exec(url) ?? [];
  const now = id ? answer : 'pass';
  const account = headers['stripe-account']?.toString();
  if (id) asked.push({ id, account, at: Date.now(), isPassed: now === 'pass' });
  if (now === 'hang') {
    hung.push(request.socket);
    return;
  }
  if (now === 'cut') {
    request.socket.destroy();
    return;
  }
  const json = { 'content-type': 'application/json' };
  if (now === 'pass') {
    const passed = await fetch(`${sandbox.url}${url}`, { headers: { authorization: headers.authorization ?? '' } });
    response.writeHead(passed.status, json).end(await passed.text());
    return;
  }
  response.writeHead(now.status, { ...json, ...(now.retryAfter ? { 'retry-after': now.retryAfter } : {}) });
  response.end(JSON.stringify(now.body ?? { error: { type: 'api_error', message: 'Not now.' } }));
}

beforeAll(async () => {
  sandbox = await StripeSandbox.start({ seed: 5 });
  stripe = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(stripe, 'listening');
});
afterAll(async () => {
  stripe.closeAllConnections();
  stripe.close();
  await sandbox.close();
});

const withKey = () => {
  const address = stripe.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: `http://127.0.0.1:${port}` };
};

beforeEach(async () => {
  answer = 'pass';
  asked = [];
  hung = [];
  backend = await startBackend({ env: withKey() });
});
afterEach(() => backend.close());

const send = async (...events: readonly object[]) => {
  for (const event of events) expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
  await backend.settled();
};
const row = async (id: string, account = '') =>
  (await backend.query('SELECT * FROM balance_transactions WHERE id = $1 AND account = $2', [id, account]))[0];
const until = async (condition: () => Promise<boolean>, limitMs = 30_000) => {
  for (const deadline = Date.now() + limitMs; !(await condition()); await delay(25)) {
    if (Date.now() > deadline) throw new Error('it did not come about');
  }
};
const read = (id: string, account = '') => until(async () => !!(await row(id, account))?.['read_at']);

/** A charge that is paid; the events of it, and the movement that the last of them names. */
function paid(amount = 2_000) {
  const before = sandbox.events.length;
  const intent = sandbox.engine.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  sandbox.engine.advance(10);
  const charge = sandbox.engine.store.charges.get(intent.latest_charge ?? '');
  return { charge, id: charge.balance_transaction ?? '', events: sandbox.events.slice(before) };
}

const movement = (id: string, net: number) => ({
  id,
  object: 'balance_transaction',
  amount: net < 0 ? net + 1_500 : net,
  available_on: 1_700_172_800,
  created: 1_700_000_000,
  currency: 'usd',
  description: null,
  exchange_rate: 1.25,
  fee: net < 0 ? 1_500 : 0,
  fee_details: [],
  net,
  reporting_category: 'dispute',
  source: 'du_1',
  type: 'adjustment',
});
const dispute = (type: string, created: number, status: string, movements: object[]) =>
  stripeEvent({
    type: `charge.dispute.${type}`,
    created,
    object: { id: 'du_1', object: 'dispute', charge: 'ch_1', amount: 2_000, status, balance_transactions: movements },
  });

describe('a balance transaction', () => {
  it('that a charge and its refund name is read', async () => {
    const { charge, id, events } = paid();
    const before = sandbox.events.length;
    const refund = sandbox.engine.refunds.create({ charge: charge.id, amount: 500 });
    await send(...events, ...sandbox.events.slice(before));
    await read(id);
    await read(refund.balance_transaction ?? '');
    const truth = sandbox.engine.store.balanceTransactions.get(id);
    expect(await row(id)).toMatchObject({
      account: '',
      type: 'charge',
      source_id: charge.id,
      currency: 'usd',
      amount: String(truth.amount),
      fee: String(truth.fee),
      net: String(truth.net),
      fee_details: [{ type: 'stripe_fee', amount: truth.fee, currency: 'usd' }],
      available_on: new Date(truth.available_on * 1000),
      attempts: 1,
      next_attempt_at: null,
      last_error: null,
    });
    expect(await row(refund.balance_transaction ?? '')).toMatchObject({ type: 'refund', amount: '-500', net: '-500' });
  });

  it('is wanted whatever became of the event that names it, also inside a charge of an old version', async () => {
    const { charge, id, events } = paid();
    const before = sandbox.events.length;
    sandbox.engine.advance(60);
    const refund = sandbox.engine.refunds.create({ charge: charge.id, amount: 500 });
    sandbox.engine.advance(60);
    const told = sandbox.events.slice(before).find(({ type }) => type === 'charge.refunded');
    const old = told && renderEvent(told, '2020-08-27');
    const later = stripeEvent({
      type: 'charge.updated',
      created: (told?.created ?? 0) + 9,
      object: { ...charge, balance_transaction: null },
    });
    await send(later);
    await send(old ?? {});
    expect(await backend.query('SELECT verdict FROM stripe_event_log ORDER BY id')).toEqual([
      { verdict: 'applied' },
      { verdict: 'superseded' },
    ]);
    expect(events.length).toBeGreaterThan(2);
    await read(id);
    await read(refund.balance_transaction ?? '');
  });

  it('is read once, however many processes share the work', async () => {
    answer = { status: 429 };
    const other = await startBackend({ databaseUrl: backend.databaseUrl, env: withKey() });
    const ids = Array.from({ length: 12 }, () => paid());
    const updates = ids.flatMap(({ events }) => events.filter(({ type }) => type === 'charge.updated'));
    for (const [n, event] of updates.entries()) {
      const { url } = n % 2 === 0 ? backend : other;
      expect((await post(`${url}/webhooks/stripe`, event)).status).toBe(200);
    }
    await backend.settled();
    await until(() => Promise.resolve(asked.length > 0));
    answer = 'pass';
    for (const { id } of ids) await read(id);
    const reads = ids.map(({ id }) => asked.filter((one) => one.id === id && one.isPassed).length);
    expect(reads).toEqual(ids.map(() => 1));
    expect(await backend.query('SELECT 1 FROM balance_transactions WHERE next_attempt_at IS NOT NULL')).toEqual([]);
    await other.close();
  });

  it('waits as long as Stripe asks for, and so do the others', async () => {
    answer = { status: 429, retryAfter: '2' };
    const ids = Array.from({ length: 8 }, () => paid().id);
    await Promise.all(ids.map((id) => send(charged(id))));
    await until(() => Promise.resolve(asked.length > 0));
    const first = asked[0]?.at ?? 0;
    answer = 'pass';
    for (const id of ids) await read(id);
    // Two are read at once: the second one may have been under way, or begun, when the first one was refused.
    expect(asked.filter(({ at }) => at < first + 1_900).length).toBeLessThanOrEqual(3);
    expect(await backend.query('SELECT DISTINCT last_error, next_attempt_at FROM balance_transactions')).toEqual([
      { last_error: null, next_attempt_at: null },
    ]);
  });

  it.each(['cut' as const, { status: 503 }])('is read when Stripe is back: %j', async (outage) => {
    answer = outage;
    const { id } = paid();
    await send(charged(id));
    await until(async () => Number((await row(id))?.['attempts']) >= 2);
    expect(await row(id)).toMatchObject({
      read_at: null,
      last_error: expect.stringContaining('Stripe did not answer'),
    });
    answer = 'pass';
    await read(id);
    expect(await row(id)).toMatchObject({ last_error: null, next_attempt_at: null });
  });

  it('that Stripe does not know is given up, visibly', async () => {
    await send(charged('txn_unknown'));
    await until(async () => (await row('txn_unknown'))?.['next_attempt_at'] === null);
    expect(await row('txn_unknown')).toMatchObject({
      read_at: null,
      attempts: 1,
      last_error: expect.stringContaining('knows no such balance transaction'),
    });
  });

  it('that came whole with a dispute is stored without a question', async () => {
    const [taken, given] = [movement('txn_taken', -3_500), movement('txn_given', 2_000)];
    await send(
      dispute('closed', 1_700_000_020, 'won', [taken, given]),
      dispute('created', 1_700_000_000, 'needs_response', []),
      dispute('funds_withdrawn', 1_700_000_000, 'needs_response', [taken]),
    );
    expect(await row('txn_taken')).toMatchObject({
      type: 'adjustment',
      reporting_category: 'dispute',
      amount: '-2000',
      fee: '1500',
      net: '-3500',
      exchange_rate: '1.25',
      attempts: 0,
      next_attempt_at: null,
      read_at: expect.any(Date),
    });
    expect(await backend.query('SELECT * FROM disputes')).toMatchObject([
      {
        status: 'won',
        balance_transaction_ids: ['txn_taken', 'txn_given'],
        net_withdrawn: '3500',
        net_reinstated: '2000',
        net_currency: 'usd',
      },
    ]);
    await delay(700);
    expect(asked).toEqual([]);
  });

  it('that is wanted already is filled by a snapshot that has it whole, and never changed by a later one', async () => {
    answer = { status: 503 };
    await send(charged('txn_taken'));
    const told = movement('txn_taken', -3_500);
    await send(dispute('funds_withdrawn', 1_700_000_000, 'needs_response', [told]));
    await send(dispute('updated', 1_700_000_010, 'under_review', [{ ...told, net: -1, description: 'another' }]));
    expect(await row('txn_taken')).toMatchObject({ net: '-3500', description: null, next_attempt_at: null });
  });

  it('of a connected account is asked for in its name', async () => {
    const { id } = paid();
    await send(charged(id, 'acct_connected1'));
    await read(id, 'acct_connected1');
    expect(asked).toMatchObject([{ id, account: 'acct_connected1' }]);
    expect(await row(id)).toBeUndefined();
  });

  it('of a shape that nobody understands is given up, and costs the charge nothing', async () => {
    const { id } = paid();
    answer = { status: 200, body: { ...sandbox.engine.store.balanceTransactions.get(id), net: 19.5 } };
    await send(charged(id));
    await until(async () => (await row(id))?.['next_attempt_at'] === null);
    expect(await row(id)).toMatchObject({ read_at: null, last_error: 'net is not a whole number.' });
    expect(await backend.query('SELECT balance_transaction_id FROM charges')).toEqual([{ balance_transaction_id: id }]);
  });
});

describe('without a key, and at the end', () => {
  it('is wanted when a row named it before there was a table for it', async () => {
    const database = await emptyDatabase();
    const { id } = paid();
    const former = migrations.slice(0, migrations.indexOf(PaymentObjects1764000000003));
    await runMigrations(database.url, undefined, former);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO charges (id, stripe_event_at, balance_transaction_id) VALUES ('ch_1', now(), $1), ('ch_2', now(), NULL)`,
      [id],
    );
    const after = await startBackend({ databaseUrl: database.url, env: withKey() });
    await until(
      async () => (await after.query('SELECT 1 FROM balance_transactions WHERE read_at IS NOT NULL')).length > 0,
    );
    expect(await after.query('SELECT id FROM balance_transactions')).toEqual([{ id }]);
    await after.close();
    await client.end();
    await database.drop();
  });

  it('is wanted until there is a key', async () => {
    const database = await cloneDatabase();
    const { id } = paid();
    const keyless = await startBackend({ databaseUrl: database.url });
    expect((await post(`${keyless.url}/webhooks/stripe`, charged(id))).status).toBe(200);
    await keyless.settled();
    await delay(800);
    const [wanted] = await keyless.query('SELECT attempts, read_at FROM balance_transactions');
    expect(wanted).toEqual({ attempts: 0, read_at: null });
    expect(asked).toEqual([]);
    await keyless.close();
    const keyed = await startBackend({ databaseUrl: database.url, env: withKey() });
    await until(
      async () => (await keyed.query('SELECT 1 FROM balance_transactions WHERE read_at IS NOT NULL')).length > 0,
    );
    await keyed.close();
    await database.drop();
  });

  it('a read that hangs does not hold up a shutdown, and stays wanted', async () => {
    const database = await cloneDatabase();
    const stopping = await startBackend({ databaseUrl: database.url, env: withKey() });
    answer = 'hang';
    const { id } = paid();
    expect((await post(`${stopping.url}/webhooks/stripe`, charged(id))).status).toBe(200);
    await until(() => Promise.resolve(asked.length > 0));
    await stopping.close();
    expect(hung.map(({ destroyed }) => destroyed)).toEqual([false]); // nobody waited for it to be given up
    const looking = new Client({ connectionString: database.url });
    await looking.connect();
    const { rows } = await looking.query<object>(
      'SELECT id, read_at, attempts FROM balance_transactions WHERE next_attempt_at IS NOT NULL',
    );
    expect(rows).toEqual([{ id, read_at: null, attempts: 1 }]);
    await looking.end();
    await database.drop();
  });
});

/** A charge of its own that names the movement. */
function charged(id: string, account?: string): object {
  return stripeEvent({
    type: 'charge.updated',
    ...(account ? { account } : {}),
    object: { id: `ch_of_${id}`, object: 'charge', status: 'succeeded', amount: 2_000, balance_transaction: id },
  });
}
