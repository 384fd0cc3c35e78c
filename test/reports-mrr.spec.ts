import fc from 'fast-check';
import { randomLifecycle } from '../sandbox/lifecycle.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { SECRET, startBackend, type Backend } from './support/backend.js';
import { emptyTables } from './support/empty-tables.js';
import { freePort } from './support/free-port.js';
import { mrrTruth } from './support/mrr-truth.js';

const RUNS = 40;

let backend: Backend;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const env = { STRIPE_SECRET_KEY: 'sk_test_any', STRIPE_API_BASE: `http://127.0.0.1:${port}` };
  const sandbox = await StripeSandbox.start({ port });
  backend = await startBackend({ env });
  await sandbox.close();
});
afterAll(() => backend.close());

interface Life {
  readonly seed: number;
  readonly steps: number;
  readonly flips: boolean;
}

/** Lives a life, delivers it, and tells what the tables then say. */
async function lived(
  { seed, steps, flips }: Life,
  shuffle: 'none' | 'whole',
): Promise<[StripeSandbox, string[], string[]]> {
  await emptyTables(backend);
  const sandbox = await StripeSandbox.start({ seed, port });
  try {
    sandbox.deliveries.setHostility({
      duplicateProbability: 0.2,
      concurrency: shuffle === 'whole' ? 12 : 1,
      shuffle,
      seed,
    });
    sandbox.deliveries.addEndpoint({ url: `${backend.url}/webhooks/stripe`, secret: SECRET });
    randomLifecycle(seed, sandbox.engine, { steps, customers: 2, flips });
    await sandbox.deliveries.settled();
    await backend.settled();
  } finally {
    await sandbox.close();
  }
  const changes = await backend.query<{ line: string }>(
    `SELECT concat_ws(' ', customer_id, currency, extract(epoch FROM at)::bigint, after) AS line FROM mrr_changes
      WHERE at <= (SELECT max(created_at) FROM stripe_event_log)`,
  );
  const whole = await backend.query<{ line: string }>(
    `SELECT s::text AS line FROM subscription_mrr s UNION ALL SELECT c::text FROM mrr_changes c ORDER BY line`,
  );
  await expectThatTheyAddUp();
  return [sandbox, changes.map(({ line }) => line).toSorted(), whole.map(({ line }) => line)];
}

/** Movements follow each other without a gap, and add up to what subscriptions bring in. */
async function expectThatTheyAddUp(): Promise<void> {
  const gaps = await backend.query(
    `SELECT * FROM (SELECT *, lag(after, 1, 0::bigint) OVER (PARTITION BY account, customer_id, currency ORDER BY at) AS former
                      FROM mrr_changes) c WHERE before <> former`,
  );
  expect(gaps).toEqual([]);
  const differing = await backend.query(
    `SELECT currency, sum(moved) AS moved, sum(stands) AS stands
       FROM (SELECT currency, after - before AS moved, 0 AS stands FROM mrr_changes
             UNION ALL SELECT currency, 0, mrr FROM subscription_mrr WHERE until_at IS NULL) AS sides
      GROUP BY currency HAVING sum(moved) <> sum(stands)`,
  );
  expect(differing).toEqual([]);
}

const lives = { seed: fc.integer({ min: 1, max: 1_000_000 }), steps: fc.integer({ min: 20, max: 60 }) };

it(`recurring revenue is what the sandbox's ledger comes to, second by second (${RUNS} lives, shuffled)`, async () => {
  let seen = 0;
  const property = fc.asyncProperty(fc.record({ ...lives, flips: fc.constant(false) }), async (life) => {
    const [sandbox, changes] = await lived(life, 'whole');
    expect(changes).toEqual(mrrTruth(sandbox.events));
    seen += changes.length;
  });
  await fc.assert(property, { numRuns: RUNS, seed: 20_261_121, endOnFailure: true });
  expect(seen).toBeGreaterThan(RUNS * 3);
}, 600_000);

it(`is the same whatever the order of delivery, undecidable ties among it (${RUNS / 2} lives)`, async () => {
  const property = fc.asyncProperty(fc.record({ ...lives, flips: fc.constant(true) }), async (life) => {
    const [, , inOrder] = await lived(life, 'none');
    const [, , shuffled] = await lived(life, 'whole');
    expect(shuffled).toEqual(inOrder);
  });
  await fc.assert(property, { numRuns: RUNS / 2, seed: 20_261_122, endOnFailure: true });
}, 600_000);
