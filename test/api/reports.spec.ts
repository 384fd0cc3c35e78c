import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { randomLifecycle } from '../../sandbox/lifecycle.js';
import { StripeSandbox } from '../../sandbox/sandbox.js';
import { ReportRepository } from '../../src/reporting/reports/report.repository.js';
import { REVENUE } from '../../src/reporting/reports/revenue.sql.js';
import { call, createKey, signJwt, type CallOptions } from '../support/api.js';
import { SECRET, startBackend, type Backend } from '../support/backend.js';
import { emptyTables } from '../support/empty-tables.js';
import { feesRead } from '../support/fees.js';
import { freePort } from '../support/free-port.js';
import { revenueTruth } from '../support/revenue-truth.js';
import { post, stripeEvent } from '../support/signed-event.js';
import { unpaced } from '../support/unpaced.js';

let backend: Backend;
let key: string;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const env = { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: `http://127.0.0.1:${port}` };
  const sandbox = await StripeSandbox.start({ port });
  backend = unpaced(await startBackend({ env }));
  await sandbox.close();
  key = await createKey(backend, ['reports']);
});
const empty = () => emptyTables(backend, 'api_keys');
afterAll(() => backend.close());
beforeEach(empty);

type Row = Record<string, string | number | null>;
interface Report extends Record<string, unknown> {
  readonly data: Row[];
}

async function report(path: string, query: Record<string, string> = {}): Promise<Report> {
  const { status, body } = await call<Report>(
    backend,
    'GET',
    `/stripe/reports/${path}?${new URLSearchParams(query).toString()}`,
    {
      as: key,
    },
  );
  expect({ path, status, body }).toMatchObject({ status: 200 });
  return body;
}

const WIDE = { from: '2026-10-01', to: '2028-01-01', interval: 'month' } as const;
const DAYS = { from: '2026-11-01', to: '2028-01-01', interval: 'day' } as const;
const ROUTES = [
  'revenue',
  'mrr',
  'mrr/movements',
  'mrr/tie-out',
  'subscribers',
  'churn',
  'failed-payments',
  'refunds-and-disputes',
];

async function live(seed: number, steps: number): Promise<StripeSandbox> {
  await empty();
  const sandbox = await StripeSandbox.start({ seed, port });
  sandbox.deliveries.setHostility({ shuffle: 'whole', duplicateProbability: 0.2, concurrency: 12, seed });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  randomLifecycle(seed, sandbox.engine, { steps, customers: 3 });
  await sandbox.deliveries.settled();
  await backend.settled();
  return sandbox;
}

describe('who may read them', () => {
  it.each(ROUTES)('%s: callers with the scope only', async (route) => {
    const billing = await createKey(backend, ['billing', 'refunds', 'operations']);
    const path = `/stripe/reports/${route}`;
    expect((await call(backend, 'GET', path)).status).toBe(401);
    expect((await call(backend, 'GET', path, { as: billing })).status).toBe(403);
    expect((await call(backend, 'GET', path, { as: key })).status).toBe(200);
  });

  it('refuses what it does not know, and never repeats it', async () => {
    for (const query of [
      'form=csv',
      'from=2026-02-30',
      'from=2026-02-01&to=2026-02-01',
      'timeZone=Mars/Olympus',
      'timeZone=%2B01:00',
      'timeZone=CET',
      "interval=year'",
      'interval=day&from=2000-01-01&to=2026-01-01',
      'account=cus_1',
      'from=2026-01-01&from=2026-02-01',
    ]) {
      const { status, body } = await call(backend, 'GET', `/stripe/reports/revenue?${query}`, { as: key });
      expect({ query, status, code: body['code'] }).toEqual({ query, status: 400, code: 'invalid_request' });
      expect(JSON.stringify(body)).not.toContain('Olympus');
    }
    expect((await call(backend, 'GET', '/stripe/reports/mrr?at=yesterday', { as: key })).status).toBe(400);
  });

  /** What is answered, and of which account it is. */
  const asked = async (route: string, query: string, options: CallOptions): Promise<unknown[]> => {
    const { status, body } = await call(backend, 'GET', `/stripe/reports/${route}${query}`, options);
    return [status, body['code'] ?? body['account']];
  };

  it.each(ROUTES)('%s: of all tenants, so nobody who acts for one', async (route) => {
    const bound = await createKey(backend, ['reports'], { tenantId: 't' });
    const member = await signJwt({ tenant: 't', scopes: ['reports'] });
    for (const as of [bound, member]) expect(await asked(route, '', { as })).toEqual([403, 'tenant_bound']);
    const named = { as: key, headers: { 'countinghouse-tenant': 't' } };
    expect(await asked(route, '', named)).toEqual([403, 'tenant_bound']);
    expect(await asked(route, '', { as: await signJwt({ scopes: ['reports'] }) })).toEqual([200, null]);
  });

  it.each(ROUTES)('%s: of another account as by the header', async (route) => {
    const other = '?account=acct_2';
    const header = { 'countinghouse-account': 'acct_1' };
    const user = await signJwt({ scopes: ['reports'] });
    const bound = await createKey(backend, ['reports'], { account: 'acct_1' });
    expect(await asked(route, other, { as: key })).toEqual([200, 'acct_2']);
    expect(await asked(route, '', { as: key, headers: header })).toEqual([200, 'acct_1']);
    expect(await asked(route, other, { as: key, headers: header })).toEqual([403, 'bound_to_another']);
    expect(await asked(route, other, { as: user })).toEqual([403, 'bound_to_another']);
    expect(await asked(route, '', { as: user, headers: header })).toEqual([403, 'bound_to_another']);
    expect(await asked(route, other, { as: bound })).toEqual([403, 'bound_to_another']);
    expect(await asked(route, '?account=acct_1', { as: bound })).toEqual([200, 'acct_1']);
    expect(await asked(route, '', { as: bound })).toEqual([200, 'acct_1']);
  });
});

describe('while the database is slow', () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client({ connectionString: backend.databaseUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query('LOCK TABLE balance_transactions IN ACCESS EXCLUSIVE MODE');
  });
  afterEach(() => other.end());

  it('any number of reports leave room for webhooks and health, and say when to come again', async () => {
    const revenue = () => call(backend, 'GET', '/stripe/reports/revenue', { as: key });
    const reports = Array.from({ length: 30 }, revenue);
    const stuck = () =>
      backend.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND query LIKE 'SELECT coalesce(jsonb_agg%'`,
      );
    for (const deadline = Date.now() + 20_000; (await stuck()).length < 2 && Date.now() < deadline;) await delay(20);
    for (let n = 0; n < 3; n += 1) {
      expect((await stuck()).length).toBeLessThanOrEqual(2); // of ten connections
      const event = stripeEvent({ type: 'customer.created', object: { id: `cus_slow_${n}`, object: 'customer' } });
      expect(await post(`${backend.url}/webhooks/stripe`, event)).toMatchObject({ status: 200 });
      expect(await call(backend, 'GET', '/health')).toMatchObject({ status: 200 });
    }
    const answers = await Promise.all(reports);
    const told = answers.map(({ status, headers, body }) => [status, body['code'], headers.get('retry-after')]);
    expect(told.filter(([, code]) => code === 'unavailable').length).toBeGreaterThanOrEqual(2); // these had a lane
    for (const [status, code, retryAfter] of told) {
      expect([status, ['unavailable', 'overloaded'].includes(String(code)), retryAfter]).toEqual([503, true, '5']);
    }
    await other.query('ROLLBACK');
    expect((await revenue()).status).toBe(200);
  });
});

it('a report has its limits of time, also where the connection has none', async () => {
  const limits = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
  const repository = backend.app.get(ReportRepository, { strict: false });
  const set = await repository.within((tx) =>
    Promise.all(limits.map((name) => tx.query(`SELECT current_setting('${name}') AS value`))),
  );
  expect(set).toEqual([[{ value: '10s' }], [{ value: '2s' }], [{ value: '10s' }]]);
});

/** Revenue by day is what the sandbox's objects add up to. @returns for how many days it is told. */
async function expectRevenueOf(sandbox: StripeSandbox): Promise<number> {
  const { data } = await report('revenue', DAYS);
  const told = data.map(({ period, currency, starts, ends, ...figures }) => {
    expect([starts, Date.parse(String(ends))]).toEqual([
      `${period}T00:00:00.000Z`,
      Date.parse(String(starts)) + 86_400_000,
    ]);
    return [`${period} ${currency}`, figures];
  });
  expect(Object.fromEntries(told)).toEqual(revenueTruth(sandbox));
  const months = await report('revenue', { ...DAYS, interval: 'month' });
  const sum = (rows: Row[]): number => rows.reduce((total, { net }) => total + Number(net), 0);
  expect(sum(months.data)).toBe(sum(data));
  return data.length;
}

/** Recurring revenue, its movements, churn and subscribers. */
async function expectThatTheyAgree(): Promise<void> {
  const at = '2027-12-31T23:59:59Z';
  const mrr = await report('mrr', { at });
  const movements = await report('mrr/movements', DAYS);
  const closing = new Map<unknown, number>();
  for (const row of movements.data) {
    const moved = ['new', 'expansion', 'contraction', 'churn', 'reactivation'].map((kind) => Number(row[kind]));
    expect(row['opening']).toBe(closing.get(row['currency']) ?? 0);
    expect(Number(row['opening']) + moved.reduce((a, b) => a + b, 0)).toBe(row['closing']);
    expect(moved.map(Math.sign).every((sign, i) => sign === 0 || sign === (i === 2 || i === 3 ? -1 : 1))).toBe(true);
    closing.set(row['currency'], Number(row['closing']));
  }
  for (const row of mrr.data) expect(row['mrr']).toBe(closing.get(row['currency']) ?? 0);
  const months = await report('mrr/movements', { ...DAYS, interval: 'month' });
  expect(months.data.at(-1)?.['closing']).toBe(movements.data.at(-1)?.['closing']);
  const subscribers = await report('subscribers', { at });
  const total = subscribers.data.reduce((sum, row) => sum + Number(row['mrr']), 0);
  expect(total).toBe(mrr.data.reduce((sum, row) => sum + Number(row['mrr']), 0));
  const churn = await report('churn', { ...DAYS, interval: 'month' });
  expect(churn.data.at(-1)?.['customersAtEnd'] ?? 0).toBe(mrr.data[0]?.['customers'] ?? 0);
  const tieOut = await report('mrr/tie-out', { at: '2026-12-01T00:00:00Z' });
  const then = await report('mrr', { at: '2026-12-01T00:00:00Z' });
  const tied = tieOut.data.reduce((sum, row) => sum + Number(row['mrr']), 0);
  expect(tied).toBe(then.data.reduce((sum, row) => sum + Number(row['mrr']), 0));
  for (const row of tieOut.data) expect(row['difference']).toBe(Number(row['mrr']) - Number(row['invoiced']));
}

it("figures of random lives agree with the sandbox's objects, and with each other", async () => {
  const lives = { seed: fc.integer({ min: 1, max: 1_000_000 }), steps: fc.integer({ min: 30, max: 80 }) };
  let days = 0;
  const property = fc.asyncProperty(fc.record(lives), async ({ seed, steps }) => {
    const sandbox = await live(seed, steps);
    try {
      await feesRead(backend);
      days += await expectRevenueOf(sandbox);
      await expectThatTheyAgree();
    } finally {
      await sandbox.close();
    }
  });
  await fc.assert(property, { numRuns: 14, seed: 20_261_123, endOnFailure: true });
  expect(days).toBeGreaterThan(30);
}, 300_000);

/** Rows of charges, refunds and the like that no sandbox life has. */
async function given(...statements: string[]): Promise<void> {
  for (const statement of statements) await backend.query(statement);
}

const charge = (id: string, more: Record<string, string> = {}): string => {
  const columns = {
    id: `'${id}'`,
    stripe_event_at: 'now()',
    status: `'succeeded'`,
    captured: 'true',
    currency: `'usd'`,
    amount: '1000',
    amount_captured: '1000',
    created_at: `'2026-12-31T23:30:00Z'`,
    ...more,
  };
  return `INSERT INTO charges (${Object.keys(columns).join()}) VALUES (${Object.values(columns).join()})`;
};

describe('what a report says', () => {
  it('never adds currencies, and says for how many charges the fee is missing', async () => {
    await given(
      charge('ch_1'),
      charge('ch_2', { currency: `'jpy'`, amount_captured: '500', balance_transaction_id: `'txn_2'` }),
      charge('ch_3', { currency: `'jpy'`, amount_captured: '700', balance_transaction_id: `'txn_3'` }),
      charge('ch_4', { status: `'failed'`, captured: 'false' }),
      charge('ch_5', { account: `'acct_1'`, amount_captured: '4200' }),
      `INSERT INTO balance_transactions (id) VALUES ('txn_2')`,
      `INSERT INTO balance_transactions (id, currency, fee, created_at, read_at) VALUES ('txn_3', 'jpy', 40, '2026-12-31T23:30:00Z', now())`,
    );
    const { data, account, pendingEvents } = await report('revenue', WIDE);
    expect({ account, pendingEvents }).toEqual({ account: null, pendingEvents: 0 });
    expect(data).toMatchObject([
      { period: '2026-12-01', currency: 'jpy', charges: 2, gross: 1200, fees: 40, net: 1160, feesMissing: 1 },
      { period: '2026-12-01', currency: 'usd', charges: 1, gross: 1000, fees: 0, net: 1000, feesMissing: 1 },
    ]);
    const connected = await report('revenue', { ...WIDE, account: 'acct_1' });
    expect(connected).toMatchObject({ account: 'acct_1', data: [{ gross: 4200 }] });
  });

  it('has all currencies, and what has none', async () => {
    const currencies = ['aud', 'eur', 'usd', 'zar'];
    await given(
      ...currencies.map((currency, n) => charge(`ch_${n}`, { currency: `'${currency}'`, amount_captured: `${n + 1}` })),
      charge('ch_5', { currency: 'NULL', amount_captured: '500' }),
      charge('ch_6', { currency: 'NULL', amount_captured: '60', created_at: `'2027-01-31T23:59:59Z'` }),
      ...['eur', null].map(
        (currency, n) => `INSERT INTO balance_transactions (id, currency, fee, created_at, read_at)
          VALUES ('txn_${n}', ${currency === null ? 'NULL' : `'${currency}'`}, ${n + 7}, '2026-12-31T23:30:00Z', now())`,
      ),
    );
    const { data } = await report('revenue', WIDE);
    expect(data.map(({ period, currency, gross, fees }) => [period, currency, gross, fees])).toEqual([
      ['2026-12-01', '', 500, 8],
      ['2026-12-01', 'aud', 1, 0],
      ['2026-12-01', 'eur', 2, 7],
      ['2026-12-01', 'usd', 3, 0],
      ['2026-12-01', 'zar', 4, 0],
      ['2027-01-01', '', 60, 0],
    ]);
  });

  it('begins days where the time zone does', async () => {
    await given(charge('ch_1'));
    const { data } = await report('revenue', { ...WIDE, timeZone: 'Europe/Berlin' });
    expect(data).toMatchObject([
      { period: '2027-01-01', starts: '2026-12-31T23:00:00.000Z', ends: '2027-01-31T23:00:00.000Z' },
    ]);
  });

  it('tells how far the rows are behind', async () => {
    await given(
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, created_at, received_at, next_attempt_at)
       VALUES ('evt_1', 'charge.succeeded', false, now(), now() - interval '90 seconds', now() + interval '1 hour')`,
    );
    const { pendingEvents, deadEvents, lagSeconds, asOf } = await report('revenue', WIDE);
    expect({ pendingEvents, deadEvents }).toEqual({ pendingEvents: 1, deadEvents: 0 });
    expect(lagSeconds).toBeGreaterThanOrEqual(90);
    expect(Math.abs(Date.parse(String(asOf)) - Date.now())).toBeLessThan(60_000);
  });

  it('tells of events that were given up', async () => {
    const dead = (id: string, account: string): string =>
      `INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, created_at, received_at, status, account)
       VALUES ('${id}', 'charge.succeeded', false, now(), now(), 'dead', '${account}')`;
    await given(dead('evt_1', ''), dead('evt_2', ''), dead('evt_3', 'acct_1'));
    expect(await report('revenue', WIDE)).toMatchObject({ pendingEvents: 0, lagSeconds: 0, deadEvents: 2 });
    expect(await report('mrr', { account: 'acct_1' })).toMatchObject({ deadEvents: 1 });
    expect(await report('mrr', { account: 'acct_2' })).toMatchObject({ deadEvents: 0 });
  });

  it('tells of failed payments what became of them', async () => {
    const failed = { status: `'failed'`, captured: 'false', amount_captured: '0' };
    const intent = (id: string, status: string): string =>
      `INSERT INTO payment_intents (id, stripe_event_at, status) VALUES ('${id}', now(), '${status}')`;
    await given(
      charge('ch_1', { ...failed, payment_intent_id: `'pi_1'` }),
      charge('ch_2', { ...failed, payment_intent_id: `'pi_1'`, created_at: `'2027-01-02T00:00:00Z'` }),
      charge('ch_3', { payment_intent_id: `'pi_1'`, created_at: `'2027-01-03T00:00:00Z'` }),
      intent('pi_1', 'succeeded'),
      charge('ch_4', { ...failed, payment_intent_id: `'pi_2'` }),
      intent('pi_2', 'canceled'),
      charge('ch_5', { ...failed, payment_intent_id: `'pi_3'` }),
      intent('pi_3', 'requires_payment_method'),
      charge('ch_6', failed),
    );
    const { data } = await report('failed-payments', WIDE);
    expect(data).toMatchObject([
      {
        period: '2026-12-01',
        payments: 4,
        amount: 4000,
        failedCharges: 5,
        recovered: 1,
        recoveredAmount: 1000,
        lost: 1,
        open: 2,
        recovery: 0.25,
      },
    ]);
    const later = await report('failed-payments', { ...WIDE, from: '2027-01-01' });
    expect(later.data).toEqual([]); // pi_1 failed first in December
  });

  it.each([
    ['paid out of band', 'canceled', 'paid', 'recovered'],
    ['written off', 'requires_payment_method', 'uncollectible', 'lost'],
    ['void', 'requires_payment_method', 'void', 'lost'],
    ['still to be paid', 'requires_payment_method', 'open', 'open'],
    ['paid as usual', 'succeeded', 'paid', 'recovered'],
  ])('tells of a failed payment whose invoice is %s', async (_, intent, invoice, outcome) => {
    const failed = { status: `'failed'`, captured: 'false', amount_captured: '0' };
    const invoiced = (id: string): string =>
      `INSERT INTO invoices (id, stripe_event_at, status) VALUES ('${id}', now(), '${invoice}')`;
    const paying = (id: string, paid: string): string =>
      `INSERT INTO payment_intents (id, stripe_event_at, status, invoice_id) VALUES ('${id}', now(), '${intent}', ${paid})`;
    await given(
      // until 2025-03-31.basil the intent says it,
      charge('ch_1', { ...failed, payment_intent_id: `'pi_1'` }),
      paying('pi_1', `'in_1'`),
      invoiced('in_1'),
      // then a row of its own,
      charge('ch_2', { ...failed, payment_intent_id: `'pi_2'` }),
      paying('pi_2', 'NULL'),
      invoiced('in_2'),
      `INSERT INTO invoice_payments (id, stripe_event_at, invoice_id, payment_intent_id) VALUES ('inpay_2', now(), 'in_2', 'pi_2')`,
      `INSERT INTO invoices (id, stripe_event_at, status) VALUES ('in_0', now(), 'draft')`,
      `INSERT INTO invoice_payments (id, stripe_event_at, invoice_id, payment_intent_id, deleted_at) VALUES ('inpay_0', now(), 'in_0', 'pi_2', now())`,
    );
    const { data } = await report('failed-payments', WIDE);
    const told = { recovered: 0, lost: 0, open: 0, [outcome]: 2 };
    expect(data).toMatchObject([{ payments: 2, amount: 2000, ...told, [`${outcome}Amount`]: 2000 }]);
  });

  it('tells of a failed charge of before payment intents what became of its invoice', async () => {
    const failed = { status: `'failed'`, captured: 'false', amount_captured: '0' };
    await given(
      charge('ch_1', { ...failed, invoice_id: `'in_1'` }),
      charge('ch_2', { ...failed, invoice_id: `'in_2'` }),
      charge('ch_3', failed),
      `INSERT INTO invoices (id, stripe_event_at, status) VALUES ('in_1', now(), 'paid'), ('in_2', now(), 'uncollectible')`,
    );
    const { data } = await report('failed-payments', WIDE);
    expect(data).toMatchObject([{ payments: 3, recovered: 1, lost: 1, open: 1, recovery: 0.3333 }]);
  });

  it('tells of refunds and disputes by what became of them', async () => {
    const made = (table: string, id: string, status: string): string =>
      `INSERT INTO ${table} (id, stripe_event_at, status, currency, amount, created_at)
       VALUES ('${id}', now(), '${status}', 'usd', 300, '2026-12-05T00:00:00Z')`;
    await given(
      made('refunds', 're_1', 'succeeded'),
      made('refunds', 're_2', 'failed'),
      made('refunds', 're_3', 'pending'),
      made('disputes', 'dp_1', 'won'),
      made('disputes', 'dp_2', 'lost'),
      made('disputes', 'dp_3', 'warning_needs_response'),
      made('disputes', 'dp_4', 'under_review'),
    );
    const { data } = await report('refunds-and-disputes', WIDE);
    expect(data).toMatchObject([
      {
        refunded: 1,
        refundedAmount: 300,
        failed: 1,
        pending: 1,
        won: 1,
        lost: 1,
        inquiry: 1,
        contested: 1,
        contestedAmount: 300,
      },
    ]);
    const revenue = await report('revenue', WIDE);
    expect(revenue.data).toMatchObject([{ gross: 0, refunds: 600, disputes: 600, net: -1200 }]);
  });

  it('ties recurring revenue to invoices, and gives a reason for each difference', async () => {
    const earning = (id: string, mrr: number, from = '2026-11-01T00:00:00Z'): string =>
      `INSERT INTO subscription_mrr VALUES ('', '${id}', '${from}', NULL, 'cus_${id}', 'active', 'usd', ${mrr}, 0, 0, 0, 0, '[]')`;
    const invoiced = (id: string, amount: number, off = 0, price = 'price_year'): string[] => [
      `INSERT INTO invoices (id, stripe_event_at, status, created_at) VALUES ('in_${id}', now(), 'paid', '2026-11-15T00:00:00Z')`,
      `INSERT INTO invoice_lines (parent_id, id, subscription_id, price_id, amount, amount_discount, proration, period_start, period_end)
       VALUES ('in_${id}', 'il_1', '${id}', '${price}', ${amount}, ${off}, false, '2026-11-15T00:00:00Z', '2027-11-15T00:00:00Z')`,
    ];
    await given(
      `INSERT INTO prices (id, stripe_event_at, recurring_interval, recurring_interval_count) VALUES ('price_year', now(), 'year', 1)`,
      earning('sub_1', 1583),
      ...invoiced('sub_1', 19_000),
      earning('sub_2', 1000),
      earning('sub_3', 1000),
      ...invoiced('sub_3', 12_000, 6_000),
      earning('sub_4', 2000, '2026-11-20T00:00:00Z'),
      ...invoiced('sub_4', 12_000),
      earning('sub_5', 1000),
      ...invoiced('sub_5', 12_000, 0, 'price_gone'),
      earning('sub_6', 1000),
      ...invoiced('sub_6', 48_000),
    );
    const { data, differences } = await report('mrr/tie-out', { at: '2026-12-01T00:00:00Z' });
    expect(data).toEqual([
      { currency: 'usd', reason: 'changed_since', subscriptions: 1, mrr: 2000, invoiced: 1000, difference: 1000 },
      { currency: 'usd', reason: 'discounted_once', subscriptions: 1, mrr: 1000, invoiced: 500, difference: 500 },
      { currency: 'usd', reason: 'matched', subscriptions: 1, mrr: 1583, invoiced: 1583, difference: 0 },
      { currency: 'usd', reason: 'not_invoiced', subscriptions: 1, mrr: 1000, invoiced: 0, difference: 1000 },
      { currency: 'usd', reason: 'price_unknown', subscriptions: 1, mrr: 1000, invoiced: 0, difference: 1000 },
      { currency: 'usd', reason: 'unexplained', subscriptions: 1, mrr: 1000, invoiced: 4000, difference: -3000 },
    ]);
    expect(differences).toHaveLength(5);
    expect(differences).toMatchObject({ 0: { subscription: 'sub_6', difference: -3000 } });
  });

  it('refuses a sum that JSON cannot tell, rather than rounding it', async () => {
    await given(charge('ch_1', { amount_captured: '9007199254740991' }), charge('ch_2', { amount_captured: '2' }));
    const change = (id: string, after: string): string =>
      `INSERT INTO mrr_changes VALUES ('', '${id}', 'usd', '2026-12-01T00:00:00Z', 0, ${after}, 'new')`;
    await given(change('cus_1', '9007199254740991'), change('cus_2', '9007199254740991'));
    for (const route of ['revenue', 'mrr/movements', 'churn']) {
      const path = `/stripe/reports/${route}?${new URLSearchParams(WIDE).toString()}`;
      const { status, body } = await call(backend, 'GET', path, { as: key });
      expect([route, status, body['code']]).toEqual([route, 422, 'sum_too_large']);
    }
  });
});

it('revenue is added up from one stretch of an index for each currency and period', async () => {
  const repository = backend.app.get(ReportRepository, { strict: false });
  const plan = await repository.within(async (tx) => {
    await tx.query(`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
    const period = ['', '2026-11-01', '2026-12-01', ['2026-11-01']];
    const lines: { 'QUERY PLAN': string }[] = await tx.query(`EXPLAIN ${REVENUE}`, period);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });
  for (const [index, table] of [
    ['charges_revenue_idx', 'charges'],
    ['balance_transactions_fees_idx', 'balance_transactions'],
  ]) {
    const stretch = String.raw`using ${index} on ${table}\b.*\n +Index Cond: .*currency = own\w*\.currency.*created_at >= period\w*\.starts`;
    expect(plan).toMatch(new RegExp(stretch));
  }
});

describe('as CSV', () => {
  it.each([
    ['?format=csv', {}],
    ['', { accept: 'text/csv' }],
    ['', { accept: 'text/csv, application/json;q=0.5' }],
  ])('by "%s" and %j', async (query, headers) => {
    await given(charge('ch_1', { created_at: 'now()' }));
    const {
      status,
      headers: got,
      body,
    } = await call<string>(backend, 'GET', `/stripe/reports/revenue${query}`, { as: key, headers });
    expect(status).toBe(200);
    expect(got.get('content-type')).toContain('text/csv');
    expect(got.get('content-disposition')).toBe('attachment; filename="revenue.csv"');
    const [heading, row, end] = body.split('\r\n');
    expect(heading).toBe(
      'period,starts,ends,currency,charges,gross,refunds,disputes,fees,net,feesMissing,asOf,lagSeconds,pendingEvents,deadEvents',
    );
    expect(row).toMatch(/^\d{4}-\d\d-01,[^,]+,[^,]+,usd,1,1000,0,0,0,1000,1,\d{4}-[^,]+Z,0,0,0$/);
    expect(end).toBe('');
  });

  it('JSON for everybody else', async () => {
    for (const accept of ['*/*', 'application/json, text/csv;q=0.9', 'text/html']) {
      const { body } = await call<Report>(backend, 'GET', '/stripe/reports/mrr', { as: key, headers: { accept } });
      expect(body.data).toEqual([]);
    }
  });

  it('no text becomes a formula', async () => {
    const items = JSON.stringify([{ price: null, product: '=cmd|" /C calc"!A0', quantity: 1, mrr: 500 }]);
    await backend.query(
      `INSERT INTO subscription_mrr VALUES ('', 'sub_1', '2026-01-01', NULL, 'cus_1', 'active', 'usd', 500, 0, 0, 0, 0, $1)`,
      [items],
    );
    const { body } = await call<string>(backend, 'GET', '/stripe/reports/subscribers?format=csv', { as: key });
    expect(body.split('\r\n')[1]).toMatch(/^"'=cmd\|"" \/C calc""!A0",active,usd,1,1,1,500,/);
  });
});
