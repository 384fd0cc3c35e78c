import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { randomLifecycle, scriptedLifecycle } from '../sandbox/lifecycle.js';
import { Random } from '../sandbox/random.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { BACKFILLED_TYPES } from '../src/operations/backfill/backfilled-types.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { backfill, differencesOfListed, unlisted } from './support/backfill.js';
import { startCommand } from './support/command-process.js';
import { differences } from './support/mirror-state.js';
import { tenantDifferences } from './support/tenant-truth.js';
import { unpaced } from './support/unpaced.js';

jest.setTimeout(120_000);

const ENTRY = 'src/operations/cli/backfill.ts';

let sandbox: StripeSandbox;
let backend: Backend;

const keyOf = ({ apiKey, url }: StripeSandbox) => ({ STRIPE_SECRET_KEY: apiKey, STRIPE_API_BASE: url });
const command = (...args: string[]) =>
  startCommand(ENTRY, args, { DATABASE_URL: backend.databaseUrl, ...keyOf(sandbox) });
const count = async (table: string): Promise<number> =>
  (await backend.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]?.count ?? 0;
/** Counts requests from now on, each of which takes so long. */
function watch(path: string, delayMs = 1): () => number {
  const id = sandbox.faults.add({ fault: 'slow', delayMs, probability: 1, path });
  return () => sandbox.faults.list().find((fault) => fault.id === id)?.struck ?? 0;
}

beforeEach(async () => {
  sandbox = await StripeSandbox.start({ seed: 'backfill' });
  backend = unpaced(await startBackend({ env: keyOf(sandbox) }));
});
afterEach(async () => {
  await backend.close();
  await sandbox.close();
});

describe('an account that has lived before', () => {
  it('is brought whole, tenants included, and a second run asks for nothing', async () => {
    randomLifecycle(3, sandbox.engine, { steps: 150, customers: 5 });
    scriptedLifecycle(sandbox.engine);
    const { result } = await backfill(backend);
    expect(result).toMatchObject({ failed: 0, refused: 0 });
    expect(await differencesOfListed(backend, sandbox)).toEqual([]);
    expect(await tenantDifferences(backend, sandbox)).toEqual([]);
    for (const table of ['customers', 'payment_methods', 'invoices', 'invoice_lines', 'refunds', 'disputes']) {
      expect(await count(table)).toBeGreaterThan(0);
    }
    // Movements that the rows name are wanted, as after events.
    expect(await count('balance_transactions')).toBeGreaterThan(0);
    // Nothing of it happened just now: nobody is written to.
    expect(await count('outbox')).toBe(0);

    const asked = watch('/v1/customers*');
    const again = await backfill(backend);
    expect(again.result).toEqual(result);
    expect(again.lines).toHaveLength(BACKFILLED_TYPES.length);
    expect(asked()).toBe(0);
  });

  it('with --restart is brought again, and what was changed by hand is right again', async () => {
    for (let n = 0; n < 120; n += 1) sandbox.engine.customers.create({ name: `Customer ${n}` });
    const types = ['customer'];
    expect((await backfill(backend, { types })).result).toEqual({ objects: 120, failed: 0, refused: 0 });
    await backend.query(`UPDATE customers SET name = 'wrong'`);
    expect(await differencesOfListed(backend, sandbox)).toHaveLength(120);
    sandbox.engine.advance(5);
    expect((await backfill(backend, { types, restart: true })).result?.objects).toBe(120);
    expect(await differencesOfListed(backend, sandbox)).toEqual([]);
  });

  it('waits for a Stripe that is busy or broken', async () => {
    for (let n = 0; n < 250; n += 1) sandbox.engine.products.create({ name: `Product ${n}` });
    sandbox.faults.add({ fault: 'rate_limit', retryAfter: 2, path: '/v1/products' });
    sandbox.faults.add({ fault: 'error', path: '/v1/products' });
    sandbox.faults.add({ fault: 'reset', path: '/v1/products' });
    const began = performance.now();
    const { result } = await backfill(backend, { types: ['product'] });
    expect(result).toEqual({ objects: 250, failed: 0, refused: 0 });
    expect(sandbox.faults.list().map(({ struck }) => struck)).toEqual([1, 1, 1]);
    expect(performance.now() - began).toBeGreaterThan(2_000);
    expect(await differencesOfListed(backend, sandbox)).toEqual([]);
  });

  it('goes on when the object after which a page begins is deleted', async () => {
    const customers = Array.from({ length: 250 }, (_, n) => {
      if (n % 50 === 0) sandbox.engine.advance(1);
      return sandbox.engine.customers.create({ name: `Customer ${n}` });
    });
    const last = customers.at(-100);
    if (!last) throw new Error('there are 250');
    const { result } = await backfill(backend, { types: ['customer'] }, (line) => {
      if (line === 'customer: 100 objects') sandbox.engine.customers.delete(last.id);
    });
    expect(result?.objects).toBeGreaterThanOrEqual(249);
    const rows = await backend.query<{ id: string }>('SELECT id FROM customers');
    expect(rows.map(({ id }) => id).toSorted()).toEqual(customers.map(({ id }) => id).toSorted());
  });

  it('brings more than a page of one customer, and passes over a customer who is gone', async () => {
    const { customers, paymentMethods, taxIds } = sandbox.engine;
    const rich = customers.create({ name: 'Rich' });
    for (let n = 0; n < 230; n += 1) paymentMethods.attach('pm_card_visa', rich.id);
    const gone = Array.from({ length: 25 }, (_, n) => customers.create({ name: `Gone ${n}` }));
    const taxed = customers.create({ name: 'Taxed' });
    taxIds.create(taxed.id, { type: 'eu_vat', value: 'DE123456789' });
    await backfill(backend, { types: ['customer'] });
    for (const { id } of gone) customers.delete(id);
    const { result } = await backfill(backend, { types: ['tax_id', 'payment_method'] });
    expect(result).toEqual({ objects: 231, failed: 0, refused: 0 });
    expect([await count('payment_methods'), await count('customer_tax_ids')]).toEqual([230, 1]);
  });

  it('leaves out what nobody understands, says which, and ends with 3', async () => {
    const { customers, products } = sandbox.engine;
    for (let n = 0; n < 150; n += 1) customers.create({ name: `Customer ${n}`, email: 'jenny@example.com' });
    const [odd] = sandbox.state().customers;
    if (!odd) throw new Error('there are 150');
    sandbox.engine.store.customers.put({ ...odd, balance: 0.5 });
    products.create({ name: 'One' });
    sandbox.faults.add({ fault: 'rate_limit', times: 2, retryAfter: 1 });
    const run = command('--type', 'customer', '--type', 'product');
    expect(await run.ended).toBe(3);
    expect(run.output()).toContain(`FAILED customer ${odd.id}: balance is not a whole number.\n`);
    expect(run.output()).toContain('customer: 150 objects, 1 of them failed, done\nproduct: 1 object, done\n');
    expect(run.output()).not.toContain('jenny');
    expect([await count('customers'), await count('products')]).toEqual([149, 1]);
    expect((await backfill(backend, { types: ['customer'] })).result?.failed).toBe(1); // and is not forgotten
  });
});

describe('connected accounts', () => {
  it('are brought into their own rows, all or by name, and one that has left is left out', async () => {
    const { accounts, customers } = sandbox.engine;
    const [first, second, third] = [accounts.create(), accounts.create(), accounts.create()].map(({ id }) => id);
    customers.create({ name: 'Own' });
    for (const id of [first, second, third]) accounts.get(id ?? '').customers.create({ name: `Of ${id}` });
    const rows = () => backend.query('SELECT account, name FROM customers ORDER BY name COLLATE "C"');
    await backfill(backend, { types: ['customer'], accounts: [first ?? ''] });
    expect(await rows()).toEqual([{ account: first, name: `Of ${first}` }]);
    accounts.deauthorize(third ?? '');
    const { result, lines } = await backfill(backend, {
      types: ['customer'],
      connected: true,
      accounts: [third ?? ''],
    });
    expect(result).toEqual({ objects: 2, failed: 0, refused: 1 });
    expect(lines).toContain(`LEFT OUT ${third}: not connected to this account (any more)`);
    // The own account has no name in its rows, however it is asked for.
    await backfill(backend, { types: ['customer'], accounts: [sandbox.accountId] });
    expect(await rows()).toEqual(
      [{ account: '', name: 'Own' }, ...[first, second].map((id) => ({ account: id, name: `Of ${id}` }))].toSorted(
        (a, b) => (a.name < b.name ? -1 : 1),
      ),
    );
  });
});

it('while webhooks arrive, late, twice and shuffled, the rows end as Stripe has them', async () => {
  const { customers, prices, products, subscriptions } = sandbox.engine;
  randomLifecycle(4, sandbox.engine, { steps: 120, customers: 6 });
  for (let n = 0; n < 40; n += 1) customers.create({ name: `Customer ${n}`, payment_method: 'pm_card_visa' });
  const product = products.create({ name: 'Busy' }).id;
  const price = prices.create({ product, currency: 'usd', unit_amount: 900, recurring: { interval: 'month' } }).id;
  const neverListed = unlisted(sandbox);
  sandbox.deliveries.setHostility({
    seed: 5,
    shuffle: 12,
    duplicateProbability: 0.3,
    dropProbability: 0.1,
    maxDelayMs: 50,
    concurrency: 8,
  });
  sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
  const random = new Random('busy');
  let changes = 0;
  const change = () => {
    changes += 1;
    const { id } = random.pick(sandbox.state().customers.filter((customer) => !('deleted' in customer)));
    customers.update(id, { name: `Renamed ${changes}` });
    if (changes % 10 === 0) {
      const customer = customers.create({ name: `New ${changes}`, payment_method: 'pm_card_visa' }).id;
      const subscription = subscriptions.create({ customer, items: [{ price }] });
      if (changes % 20 === 0) subscriptions.cancel(subscription.id);
      else customers.delete(customer);
    }
    if (changes % 7 === 0) sandbox.engine.advance(1);
  };
  sandbox.faults.add({ fault: 'slow', delayMs: 20, probability: 1, path: '/v1/*' }); // while webhooks are handled
  const { result } = await backfill(backend, {}, () => {
    for (let n = 0; n < 3; n += 1) change(); // after each page
  });
  expect(result).toMatchObject({ failed: 0, refused: 0 });
  expect(changes).toBeGreaterThanOrEqual(3 * BACKFILLED_TYPES.length);
  await sandbox.deliveries.settled();
  await backend.settled();
  // What was gone before the first webhook is in no list; all else there is, deleted ones too.
  const found = await differences(backend, sandbox);
  const isNeverListed = (line: string) => neverListed.has(/^\S+ (\S+): no row$/.exec(line)?.[1] ?? '');
  expect(found.filter((line) => !isNeverListed(line))).toEqual([]);
  expect(await tenantDifferences(backend, sandbox)).toEqual([]);
});

describe('as a command', () => {
  it('of 6,000 objects, killed at a random instant, goes on without a page more than the one in hand', async () => {
    for (let n = 0; n < 3_000; n += 1) {
      sandbox.engine.customers.create({ name: `Customer ${n}` });
      sandbox.engine.products.create({ name: `Product ${n}` });
    }
    const askedAtFirst = watch('/v1/*s', 250); // a quarter of a minute in all: it is not over when it is killed
    const args = ['--type', 'customer', '--type', 'product'];
    const killed = command(...args);
    await killed.prints(/(customer|product): [\d,]+ objects/);
    await delay(new Random('kill').int(2_000));
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const before = askedAtFirst();
    sandbox.faults.clear();
    const asked = watch('/v1/*s');
    const [progress] = await backend.query<{ objects: number; rows: number }>(
      `SELECT (SELECT sum(objects)::int FROM backfill_progress) AS objects,
              (SELECT count(*)::int FROM customers) + (SELECT count(*)::int FROM products) AS rows`,
    );
    expect(progress?.objects).toBe(progress?.rows); // the cursor and the rows are one commit
    expect(progress?.objects).toBeLessThan(6_000);
    await backend.query('UPDATE leases SET expires_at = now()'); // half a minute later
    const last = command(...args);
    expect(await last.ended).toBe(0);
    expect(last.output()).toContain('Complete: 6,000 objects.');
    expect([await count('customers'), await count('products')]).toEqual([3_000, 3_000]);
    expect(before + asked()).toBeLessThanOrEqual(60 + 1); // the page in hand
    expect(await differencesOfListed(backend, sandbox)).toEqual([]);
  }, 180_000);

  it('ends after the page in hand on Ctrl-C, and a second one at once says so', async () => {
    for (let n = 0; n < 2_000; n += 1) sandbox.engine.products.create({ name: `Product ${n}` });
    // Twenty pages: it is still at work when the second one has started.
    sandbox.faults.add({ fault: 'slow', delayMs: 3_000, probability: 1, path: '/v1/products' });
    const first = command('--type', 'product');
    await first.prints(/product: \d+ objects/);
    const second = command('--type', 'product');
    expect(await second.ended).toBe(2);
    expect(second.output()).toContain('Another backfill is at work');
    first.signal('SIGINT');
    first.signal('SIGINT'); // npm hands it on
    expect(await first.ended).toBe(130);
    expect(first.output()).toContain('Stopped. Run it again: it goes on where it stopped.');
    const products = await count('products');
    expect(products).toBeGreaterThan(0);
    expect(products % 100).toBe(0);
    sandbox.faults.clear();
    expect((await backfill(backend, { types: ['product'] })).result?.objects).toBe(2_000);
    expect(await count('products')).toBe(2_000);
  }, 180_000);

  it("refuses another account's key, and one whose account Stripe does not tell", async () => {
    await backfill(backend, { types: ['plan'] });
    const other = await StripeSandbox.start({ account: 'acct_other' });
    other.engine.customers.create({ name: 'Theirs' });
    const start = () => startCommand(ENTRY, [], { DATABASE_URL: backend.databaseUrl, ...keyOf(other) });
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/^The database holds test data of \S+, the key is for test data of acct_other\./);
    // The start lets it pass while Stripe does not answer; the command does not.
    other.faults.add({ fault: 'rate_limit', retryAfter: 300, times: 2, path: '/v1/account' });
    const unsure = start();
    expect(await unsure.ended).toBe(1);
    expect(unsure.output()).toMatch(/^Stripe did not answer.* Run it again: it goes on where it stopped\.$/m);
    await other.close();
    expect(await count('customers')).toBe(0);
  });

  it('refuses what cannot be meant, and to begin without a key', async () => {
    const wrong = command('--type', 'customers');
    const keyless = startCommand(ENTRY, [], { DATABASE_URL: backend.databaseUrl });
    expect([await wrong.ended, await keyless.ended]).toEqual([1, 1]);
    expect(wrong.output()).toContain('Usage: countinghouse backfill');
    expect(keyless.output()).toBe('STRIPE_SECRET_KEY is not set: there is nobody to ask.\n');
  });
});
