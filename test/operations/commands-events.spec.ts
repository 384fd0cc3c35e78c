import { userInfo } from 'node:os';
import { startBackend, type Backend } from '../support/backend.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { post, stripeEvent } from '../support/signed-event.js';

let backend: Backend;

const NOW = Math.floor(Date.now() / 1_000);
const customer = { id: 'cus_1', object: 'customer', email: 'jenny@example.com', name: 'Jenny Rosen', metadata: {} };
const created = stripeEvent({ id: 'evt_created', type: 'customer.created', object: customer, created: NOW - 60 });
const updated = stripeEvent({
  id: 'evt_updated',
  type: 'customer.updated',
  object: { ...customer, delinquent: true },
  previous: { delinquent: false },
  created: NOW - 30,
});
const product = stripeEvent({
  id: 'evt_product',
  type: 'product.created',
  object: { id: 'prod_1', object: 'product' },
});

beforeAll(async () => {
  backend = await startBackend();
  for (const event of [created, updated, product]) await post(`${backend.url}/webhooks/stripe`, event);
  await backend.settled();
});
afterAll(() => backend.close());

const events = (...args: string[]) => countinghouseHere(['events', ...args], { DATABASE_URL: backend.databaseUrl });
const isDelinquent = async () =>
  (await backend.query<{ delinquent: boolean }>(`SELECT delinquent FROM customers WHERE id = 'cus_1'`))[0]?.delinquent;
const statusOf = async (id: string) =>
  (await backend.query<{ status: string }>('SELECT status FROM stripe_event_log WHERE stripe_event_id = $1', [id]))[0]
    ?.status;
/** An event that came to nothing, and whose row is not what it says. */
async function kill(...ids: string[]): Promise<void> {
  await backend.query(`UPDATE customers SET delinquent = NULL, stripe_event_at = 'epoch' WHERE id = 'cus_1'`);
  await backend.query(
    `UPDATE stripe_event_log SET status = 'dead', verdict = 'failed', error_class = 'permanent', retry_count = 1,
            last_error = 'amount is not a whole number.' WHERE stripe_event_id = ANY($1)`,
    [ids],
  );
}

const LATE = `
  INSERT INTO stripe_event_log (stripe_event_id, event_type, livemode, status, verdict, created_at, received_at)
  VALUES ('evt_late', 'late.type', false, 'dead', 'failed', now(), now())`;
/** What happens between the preview and what follows it: as soon as that writes. */
async function meanwhile<T>(write: string, statement: string, work: () => Promise<T>): Promise<T> {
  await backend.query(
    `CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement}; RETURN NULL; END $$`,
  );
  await backend.query(`CREATE TRIGGER meanwhile BEFORE ${write} FOR EACH STATEMENT EXECUTE FUNCTION meanwhile()`);
  try {
    return await work();
  } finally {
    await backend.query('DROP FUNCTION meanwhile CASCADE');
  }
}

it('list: by what events have in common, newest first, a page at a time', async () => {
  const { code, output, errors } = await events('list', '--type', 'customer.*', '--from', '1h');
  expect([code, errors]).toEqual([0, '']);
  expect(output).toMatch(
    /^received \(UTC\) +event +type +state +object +failed\n.*evt_updated.*\n.*evt_created +customer\.created +applied +cus_1\n$/,
  );
  const first = await events('list', '--limit', '1', '--json');
  const { data, nextCursor } = JSON.parse(first.output) as { data: { id: string }[]; nextCursor: string };
  expect(data.map(({ id }) => id)).toEqual(['evt_product']);
  const second = await events('list', '--limit', '2', '--cursor', nextCursor);
  expect(second.output).toMatch(/evt_updated[\s\S]*evt_created/);
  expect(await events('list', '--object', 'cus_nobody')).toMatchObject({
    code: 0,
    output: '',
    errors: 'There are no such events.\n',
  });
});

it('list: says which option cannot be meant', async () => {
  const wrong = async (...args: string[]) => (await events('list', ...args)).errors;
  expect(await wrong('--status', 'broken')).toMatch(/^error: --status: /);
  expect(await wrong('--limit', '1000')).toMatch(/^error: --limit: /);
  expect(await wrong('--account', 'cus_1')).toMatch(/^error: --account: /);
});

it('show: the whole story, and nothing personal', async () => {
  const { code, output } = await events('show', 'evt_updated', '--payload');
  expect(code).toBe(0);
  expect(output).toMatch(/^evt_updated {2}customer\.updated\n {2}test mode, own account, about cus_1\n/);
  expect(output).toContain('customers cus_1 delinquent: ');
  expect(output).toMatch(/events of the object before\n {2}\S+ evt_created customer\.created applied/);
  expect(output).toContain('"delinquent": true');
  expect(output).not.toMatch(/jenny|rosen/i);
  const asJson = await events('show', 'evt_created', '--json');
  expect(JSON.parse(asJson.output)).toMatchObject({ event: { id: 'evt_created' }, after: [{ id: 'evt_updated' }] });
  expect(await events('show', 'evt_nobody')).toMatchObject({ code: 2, output: '' });
});

it('replay: shows what would change, then runs it again, with a reason in the audit log', async () => {
  await kill('evt_updated');
  const dry = await events('replay', 'evt_updated', '--dry-run');
  expect(dry.output).toMatch(/^1 event would run again\.\nevt_updated customer\.updated: changes, applied\n/);
  expect(dry.output).toContain('customers cus_1 delinquent: - -> true');
  expect([dry.code, await statusOf('evt_updated')]).toEqual([0, 'dead']);
  expect(await events('replay', 'evt_updated')).toMatchObject({
    code: 1,
    errors: 'error: --reason: say why, or --dry-run.\n',
  });

  const { code, output, errors } = await events('replay', 'evt_updated', '--reason', 'The mapper is mended');
  expect(errors).toMatch(/^rpl_[0-9a-f]{32}: 1 event, 20 a second\.\n/);
  expect([code, output]).toEqual([0, '1 of 1 made due, 1 settled, 0 failed again\n']);
  expect([await statusOf('evt_updated'), await isDelinquent()]).toEqual(['processed', true]);
  expect(
    await backend.query(
      `SELECT actor_kind AS kind, actor_id AS actor, after ->> 'reason' AS reason FROM audit_log WHERE action = 'event.replay'`,
    ),
  ).toEqual([{ kind: 'system', actor: `shell:${userInfo().username}`, reason: 'The mapper is mended' }]);
});

it('replay: more than one only when told', async () => {
  await kill('evt_created', 'evt_updated');
  const asked = await events('replay', '--status', 'dead', '--reason', 'all of them');
  expect(asked).toMatchObject({ code: 1, output: expect.stringMatching(/^2 events would run again/) as string });
  expect(asked.errors).toContain('--yes');
  expect(await statusOf('evt_created')).toBe('dead');
  const done = await events('replay', '--status', 'dead', '--reason', 'all of them', '--yes', '--json');
  expect(JSON.parse(done.output)).toMatchObject({ status: 'done', events: 2, settled: 2, failed: 0 });
  expect([done.code, await isDelinquent()]).toEqual([0, true]);
  const none = await events('replay', '--status', 'dead', '--reason', 'again', '--yes');
  expect(none).toMatchObject({ code: 1, output: '' });
});

it('replay: a filter that means one event needs no more, and makes one document', async () => {
  await kill('evt_updated');
  const one = await events('replay', '--status', 'dead', '--reason', 'the one', '--json');
  expect([one.code, JSON.parse(one.output)]).toMatchObject([0, { status: 'done', events: 1, settled: 1 }]);
});

it('replay, ignore: by a filter, those alone that were counted', async () => {
  await kill('evt_updated');
  const dead = ['--status', 'dead', '--reason', 'those', '--yes'] as const;
  const forget = () => backend.query(`DELETE FROM stripe_event_log WHERE stripe_event_id = 'evt_late'`);

  const another = `UPDATE stripe_event_log SET status = 'dead' WHERE stripe_event_id = 'evt_created'`;
  const changed = await meanwhile('INSERT ON event_replays', another, () => events('replay', ...dead));
  expect(changed).toMatchObject({ code: 1, output: '' });
  expect(changed.errors).toMatch(/^1 event to replay\.\nMore events match by now .* Nothing was done/);
  expect([await statusOf('evt_created'), await statusOf('evt_updated')]).toEqual(['processed', 'dead']);

  const replayed = await meanwhile('INSERT ON event_replays', LATE, () => events('replay', ...dead, '--json'));
  expect(JSON.parse(replayed.output)).toMatchObject({ status: 'done', events: 1, settled: 1, later: 1 });
  expect(replayed.errors).toMatch(
    /^1 event to replay\.\nrpl_\w+: 1 event, 20 a second; 1 received since left alone\.\n/,
  );
  expect([replayed.code, await statusOf('evt_late')]).toEqual([0, 'dead']);

  await forget();
  await kill('evt_updated');
  const late = `IF current_query() LIKE '%ignored: by operator%' THEN ${LATE}; END IF`;
  const ignored = await meanwhile('UPDATE ON stripe_event_log', late, () => events('ignore', ...dead));
  expect(ignored).toEqual({
    code: 0,
    output: '',
    errors:
      '1 event would be left alone.\n1 ignored, 0 that are not failed or dead were left alone, and 1 received since.\n',
  });
  expect([await statusOf('evt_updated'), await statusOf('evt_late')]).toEqual(['ignored', 'dead']);
  await forget();
});

it('replay, ignore: Ctrl-C while the command starts, and nothing is done', async () => {
  await kill('evt_updated');
  for (const command of ['replay', 'ignore']) {
    const args = ['events', command, 'evt_updated', '--reason', 'the wrong one'];
    const ended = await countinghouseHere(args, { DATABASE_URL: backend.databaseUrl }, AbortSignal.abort());
    expect(ended).toEqual({ code: 130, output: '', errors: 'Stopped.\n' });
  }
  expect(await statusOf('evt_updated')).toBe('dead');
});

it('ignore: leaves dead ones alone for good, several only when told', async () => {
  await kill('evt_created', 'evt_updated');
  const counted = await events('ignore', '--status', 'dead', '--reason', 'a test');
  expect(counted).toMatchObject({ code: 1, output: '2 events would be left alone.\n' });
  expect(counted.errors).toContain('--yes');
  expect(await statusOf('evt_created')).toBe('dead');
  const one = await events('ignore', 'evt_created', '--reason', 'a test', '--json');
  expect([one.code, JSON.parse(one.output)]).toEqual([0, { ignored: 1, skipped: 0, later: 0 }]);
  const rest = await events('ignore', '--status', 'dead', '--reason', 'a test', '--yes');
  expect(rest.errors).toMatch(/^1 event would be left alone\.\n1 ignored/);
  expect([await statusOf('evt_created'), await statusOf('evt_updated')]).toEqual(['ignored', 'ignored']);
  expect(await events('ignore', 'evt_product', '--reason', 'a test')).toMatchObject({ code: 2 });
  expect(await events('ignore', '--status', 'dead', '--reason', 'a test')).toMatchObject({ code: 2 });
});

it('stop: says of a replay what became of it, and needs one', async () => {
  const { output } = await events('replay', 'evt_product', '--reason', 'once more', '--json');
  const { id } = JSON.parse(output) as { id: string };
  const ended = await events('stop', id, '--reason', 'the wrong one');
  expect(ended).toMatchObject({ code: 2, output: '', errors: `${id} is done: of 1, 1 made due, 0 left out.\n` });
  await backend.query('UPDATE event_replays SET finished_at = NULL WHERE id = $1', [id]);
  expect(await events('stop', id, '--reason', 'the wrong one', '--json')).toMatchObject({ code: 0 });
  expect(await events('stop', 'rpl_1', '--reason', 'x')).toMatchObject({
    code: 1,
    errors: 'error: must be the id of a replay\n',
  });
  expect(await events('stop', `rpl_${'0'.repeat(32)}`, '--reason', 'x')).toMatchObject({ code: 2, output: '' });
});
