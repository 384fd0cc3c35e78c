import { startBackend, type Backend } from './support/backend.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ env: { SWEEP_INTERVAL_SECONDS: '1' } });
  await backend.query('CREATE TABLE settled (place bigint GENERATED ALWAYS AS IDENTITY, event text)');
  await backend.query(`CREATE FUNCTION note_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO settled (event) VALUES (NEW.stripe_event_id); RETURN NULL; END $$`);
  await backend.query(`CREATE TRIGGER note_settled AFTER UPDATE ON stripe_event_log FOR EACH ROW
    WHEN (NEW.status = 'processed' AND OLD.status <> 'processed') EXECUTE FUNCTION note_settled()`);
});
afterAll(() => backend.close());

/** Events that wait, as many of each account as it says: all at once, and in this order. */
async function waiting(accounts: readonly { readonly account: string; readonly events: number }[]): Promise<void> {
  await backend.query(
    `WITH waiting AS (
       SELECT a.account, a.turn, number, 'cus_' || a.account || '_' || a.turn || '_' || number AS customer
         FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS a (account, events, turn), generate_series(1, a.events) AS number
     ), logged AS (
       INSERT INTO stripe_event_log (stripe_event_id, event_type, account, livemode, object_key, created_at, next_attempt_at)
       SELECT 'evt_' || customer, 'customer.updated', account, false, customer, to_timestamp(1750000000),
              now() - interval '1 hour' + turn * interval '1 minute' + number * interval '1 ms'
         FROM waiting ORDER BY turn, number
       RETURNING id, received_at, stripe_event_id, account, object_key
     )
     INSERT INTO stripe_event_payload (event_log_id, received_at, body)
     SELECT id, received_at, convert_to(json_build_object('id', stripe_event_id, 'object', 'event', 'type', 'customer.updated',
              'livemode', false, 'created', 1750000000, 'account', nullif(account, ''), 'data', json_build_object(
                'object', json_build_object('id', object_key, 'object', 'customer', 'created', 1750000000)))::text, 'UTF8')
       FROM logged`,
    [accounts.map(({ account }) => account), accounts.map(({ events }) => events)],
  );
  await backend.settled(180_000);
}

/**
 * How many events of each were settled; and of the busy account's, how many came before the last one of the quiet
 * accounts, in the lane of the worker where that were more: each has its share of the objects, and its own pace.
 */
async function settledOf(
  busy: string,
  quiet: readonly string[],
): Promise<{ all: number; quiet: number; before: number }> {
  const [order] = await backend.query<{ all: number; quiet: number; before: number }>(
    `WITH ordered AS (
       SELECT s.place, l.account = $1 AS busy, l.account = ANY($2) AS quiet, hashtext(l.object_key) & 1 AS lane
         FROM settled s JOIN stripe_event_log l ON l.stripe_event_id = s.event
     ), behind AS (
       SELECT q.place, count(*) AS before FROM ordered q JOIN ordered b ON b.lane = q.lane AND b.place < q.place
        WHERE q.quiet AND b.busy GROUP BY q.place
     )
     SELECT count(*) FILTER (WHERE busy)::int AS all, count(*) FILTER (WHERE quiet)::int AS quiet,
            (SELECT max(before)::int FROM behind) AS before
       FROM ordered`,
    [busy, quiet],
  );
  if (!order) throw new TypeError('an aggregate has one row');
  return order;
}

it('settles the 20 events of one account within a few batches, while 5,000 older ones of another wait', async () => {
  await waiting([
    { account: 'acct_busy', events: 5_000 },
    { account: 'acct_quiet', events: 20 },
  ]);
  const { all, quiet, before } = await settledOf('acct_busy', ['acct_quiet']);
  expect({ all, quiet }).toEqual({ all: 5_000, quiet: 20 });
  expect(before).toBeLessThan(1_000); // of 2,500 in a lane, 200 to 1,000 a batch
}, 240_000);

it('serves accounts in turn where more have a backlog than one batch takes, and the platform’s own in each', async () => {
  const many = Array.from({ length: 28 }, (_, number) => ({ account: `acct_${number}`, events: 60 }));
  const few = ['', 'acct_A', 'acct_z'].map((account) => ({ account, events: 2 }));
  await waiting([{ account: 'acct_import', events: 12_000 }, ...many, ...few]);
  const { all, quiet, before } = await settledOf('acct_import', ['', 'acct_A', 'acct_z']);
  expect({ all, quiet }).toEqual({ all: 12_000, quiet: 6 });
  expect(before).toBeLessThan(4_000); // of 6,000 in a lane: three turns, up to 1,000 a batch
}, 240_000);
