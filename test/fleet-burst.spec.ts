import { Random } from '../sandbox/random.js';
import { startBackend, type Backend } from './support/backend.js';
import { deliver } from './support/deliver.js';
import { inLanes } from './support/in-lanes.js';
import { redisUrlForTest } from './support/redis.js';
import { stripeEvent } from './support/signed-event.js';

const T = 1_750_000_000;
const BURST = 1_000;
const OTHERS = 100;
const EACH = BURST / OTHERS;
const WORKERS = 4;

const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

interface Figures {
  readonly busy: number;
  readonly others: number;
  /** Seconds from the receipt to the verdict. */
  readonly busyLongest: number;
  readonly othersLongest: number;
  /** Others that were settled before the last of the burst. */
  readonly duringBurst: number;
}

let api: Backend;
let workers: Backend[];

beforeAll(async () => {
  const env = { REDIS_URL: await redisUrlForTest() };
  api = await startBackend({ env: { ...env, ROLE: 'api' } });
  const one = { env: { ...env, ROLE: 'worker' }, databaseUrl: api.databaseUrl };
  workers = await Promise.all(Array.from({ length: WORKERS }, () => startBackend(one)));
});
afterAll(() => api.close());

const customer = (id: string, created: number) =>
  stripeEvent({
    type: 'customer.updated',
    object: { id, object: 'customer', created: T, name: `as of ${created}`, metadata: { tenant_id: `tenant_${id}` } },
    created,
  });
const subscription = (id: string, created: number) =>
  stripeEvent({
    type: 'customer.subscription.updated',
    object: {
      id: `sub_${id}`,
      object: 'subscription',
      customer: id,
      status: created % 2 === 0 ? 'active' : 'past_due',
      created: T,
      currency: 'usd',
      items: { object: 'list', data: [], has_more: false },
      metadata: {},
    },
    created,
  });

/** One of the others after each ten of the burst, from its beginning to its end. */
function mixed(): Record<string, unknown>[] {
  const of = (i: number) => (i % 2 ? customer : subscription);
  const busy = Array.from({ length: BURST }, (_, i) => of(i)('cus_busy', T + i));
  const others = Array.from({ length: OTHERS }, (_, i) => of(i)(`cus_${i >> 1}`, T + i));
  const told = new Random('burst').shuffled(busy);
  return others.flatMap((event, i) => [...told.slice(i * EACH, (i + 1) * EACH), event]);
}

it('a burst of 1,000 events of one customer deadlocks nobody, and lets others pass', async () => {
  await api.query('CREATE TABLE settled (event text, at timestamptz)');
  await api.query(`CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO settled VALUES (NEW.stripe_event_id, clock_timestamp()); RETURN NULL; END $$`);
  await api.query(`CREATE TRIGGER note AFTER UPDATE ON stripe_event_log FOR EACH ROW
    WHEN (NEW.status = 'processed' AND OLD.status <> 'processed') EXECUTE FUNCTION note()`);
  await inLanes(mixed(), 32, async (event) => expect(await deliver(`${api.url}/webhooks/stripe`, event)).toBe(200));
  await api.settled(120_000);

  const [figures] = await api.query<Figures>(
    `SELECT count(*) FILTER (WHERE busy)::int AS busy, count(*) FILTER (WHERE NOT busy)::int AS others,
            max(wait) FILTER (WHERE busy) AS "busyLongest", max(wait) FILTER (WHERE NOT busy) AS "othersLongest",
            count(*) FILTER (WHERE NOT busy AND at < (SELECT max(at) FROM settled JOIN stripe_event_log ON event = stripe_event_id
                                                       WHERE object_key ~ 'busy'))::int AS "duringBurst"
       FROM (SELECT l.object_key ~ 'busy' AS busy, s.at, extract(epoch FROM s.at - l.received_at)::float8 AS wait
               FROM stripe_event_log l JOIN settled s ON s.event = l.stripe_event_id) waits`,
  );
  expect(figures).toMatchObject({ busy: BURST, others: OTHERS });
  // Nobody waits for the end of the burst, nor much longer than the burst itself does: a lock is waited for ten seconds.
  expect(figures?.duringBurst).toBeGreaterThan(OTHERS / 2);
  expect(figures?.othersLongest).toBeLessThan((figures?.busyLongest ?? 0) * 1.5 + 5);

  const [customerRow] = await api.query('SELECT name FROM customers WHERE id = $1', ['cus_busy']);
  expect(customerRow).toEqual({ name: `as of ${T + BURST - 1}` });
  expect(await api.query('SELECT error FROM stripe_event_attempts')).toEqual([]);
  await Promise.all(workers.map((worker) => worker.close())); // a session tells of its deadlocks at its end at the latest
  expect(await api.query(DEADLOCKS)).toEqual([{ deadlocks: '0' }]);
}, 240_000);
