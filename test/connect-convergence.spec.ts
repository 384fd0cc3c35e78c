import fc from 'fast-check';
import { connectLifecycle } from '../sandbox/connect-lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { startBackend, type Backend } from './support/backend.js';
import { emptyTables } from './support/empty-tables.js';
import { freePort } from './support/free-port.js';
import { differences } from './support/mirror-state.js';

const RUNS = 40;
const CONNECT_SECRET = 'whsec_connect_convergence';

const hostility = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  steps: fc.integer({ min: 5, max: 40 }),
  shuffle: fc.constantFrom<'whole' | number>('whole', 4, 12),
  duplicateProbability: fc.constantFrom(0, 0.2, 0.5),
  twinFacts: fc.constantFrom(0, 0.2),
  maxDelayMs: fc.constantFrom(0, 20),
  concurrency: fc.constantFrom(1, 8, 24),
});

/** What the lives have to hold, all together: else they prove less than they say. */
const HELD = [
  'account.updated',
  'account.application.authorized',
  'account.application.deauthorized',
  'account.external_account.created',
  'account.external_account.updated',
  'account.external_account.deleted',
  'capability.updated',
  'person.created',
  'person.updated',
  'person.deleted',
  'customer.subscription.created',
  'charge.succeeded',
];

let backend: Backend;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const sandbox = await StripeSandbox.start({ port });
  backend = await startBackend({
    env: {
      STRIPE_SECRET_KEY: 'sk_test_any',
      STRIPE_API_BASE: `http://127.0.0.1:${port}`,
      STRIPE_CONNECT_WEBHOOK_SECRET: CONNECT_SECRET,
    },
  });
  await sandbox.close();
});
afterAll(() => backend.close());

/** Every account that the platform was ever told of, and whether its owner lets it act. */
async function authorizationDifferences(sandbox: StripeSandbox): Promise<string[]> {
  const told = sandbox.events.filter(({ type }) => type.startsWith('account.application.'));
  const expected = new Map(
    told.map(({ account = '' }) => [account, sandbox.engine.accounts.find(account) !== undefined]),
  );
  const rows = await backend.query<{ id: string; authorized: boolean }>(
    'SELECT id, deleted_at IS NULL AS authorized FROM connected_account_authorizations WHERE account = id',
  );
  const here = new Map(rows.map(({ id, authorized }) => [id, authorized]));
  return [...new Set([...expected.keys(), ...here.keys()])].flatMap((id) =>
    here.get(id) === expected.get(id) ? [] : `${id}: here ${here.get(id)}, there ${expected.get(id)}`,
  );
}

it(`for any life of a platform and any delivery the rows of each account end as its own (${RUNS} lifecycles)`, async () => {
  const held = new Set<string>();
  const seen = { accounts: 0, several: 0, left: 0 };
  const life = fc.asyncProperty(hostility, async ({ seed, steps, ...delivery }) => {
    await emptyTables(backend);
    const sandbox = await StripeSandbox.start({ seed, port });
    try {
      const endpoint = { url: `${backend.url}/webhooks/stripe`, secret: CONNECT_SECRET, connect: true };
      sandbox.deliveries.setHostility({ ...delivery, seed });
      sandbox.deliveries.addEndpoint(endpoint);
      connectLifecycle(seed, sandbox.engine, steps);
      await sandbox.deliveries.settled();
      await backend.settled();
      const told = new Set(sandbox.events);
      const undecided = await backend.query<{ account: string }>(
        `SELECT DISTINCT account FROM stripe_event_log WHERE verdict = 'ambiguous'`,
      );
      const unreadable = new Set(undecided.map(({ account }) => account)); // it has left, so no read can decide its ties
      for (const account of unreadable) expect(sandbox.engine.accounts.find(account)).toBeUndefined();
      const connected = sandbox.engine.accounts.all();
      for (const { accountId, events } of connected) {
        if (events.some((event) => !told.has(event))) continue; // it went on while nobody was told
        if (unreadable.has(accountId)) continue;
        expect(await differences(backend, sandbox, [], accountId)).toEqual([]);
        seen.accounts += 1;
      }
      expect(await authorizationDifferences(sandbox)).toEqual([]);
      const open = await backend.query(
        `SELECT event_type, status, verdict, last_error FROM stripe_event_log
          WHERE status NOT IN ('processed', 'ignored')`,
      );
      expect(open).toEqual([]);
      for (const { type } of sandbox.events) held.add(type);
      if (connected.length > 1) seen.several += 1;
      if (sandbox.events.some(({ account = '' }) => account && !sandbox.engine.accounts.find(account))) seen.left += 1;
    } finally {
      await sandbox.close();
    }
  });
  await fc.assert(life, { numRuns: RUNS, seed: 20_261_121, endOnFailure: true });
  expect(HELD.filter((type) => !held.has(type))).toEqual([]);
  for (const found of Object.values(seen)) expect(found).toBeGreaterThan(RUNS / 10);
}, 1_800_000);
