import { DataSource } from 'typeorm';
import type { ReplayAccepted, ReplayAnswer } from '../../src/operations/events/replays/replay.answers.js';
import type { StoryAnswer } from '../../src/operations/events/story/story.answers.js';
import { StoredStateRepository } from '../../src/operations/metrics/stored-state.repository.js';
import { EventLogRepository } from '../../src/webhooks/event-log.repository.js';
import { createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import {
  handled,
  MendableModule,
  MendableProcessor,
  operatorOf,
  topUp,
  type Operator,
} from '../support/event-operations.js';

let backend: Backend;
let platform: Operator;
let seller: Operator;

beforeAll(async () => {
  backend = await startBackend({ extensions: [MendableModule] });
  platform = await operatorOf(backend);
  seller = await operatorOf(backend, await createKey(backend, ['operations'], { account: 'acct_1' }));
});
afterAll(() => backend.close());

const reason = 'Ticket 4711';
const mend = (mended: boolean) => {
  backend.app.get(MendableProcessor).mended = mended;
};
const start = async (as: Operator, body: object) => {
  const answer = await as.post<ReplayAccepted & { code?: string }>('replays', { reason, ...body });
  return { ...answer.body, status: answer.status };
};
const stop = (as: Operator, id: string, body: object = { reason }) => as.post<ReplayAnswer>(`replays/${id}/stop`, body);
const replay = async (id: string) => (await platform.get<ReplayAnswer>(`replays/${id}`)).body;

/** Polls: the pace is the second. */
async function until<T>(look: () => Promise<T>, isMeant: (state: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const state = await look();
    if (isMeant(state)) return state;
    if (Date.now() > deadline) throw new Error(`does not come about: ${JSON.stringify(state)}`);
  }
}

it('a replay can be stopped: what waits stays as it was, and it is in the audit log', async () => {
  mend(false);
  const events = Array.from({ length: 12 }, () => topUp('dies'));
  await platform.tell(...events);
  mend(true);
  const { id } = await start(platform, { filter: { status: 'dead' }, ratePerSecond: 1 });
  await until(
    () => replay(id),
    ({ replayed }) => replayed > 0,
  );
  expect((await stop(platform, id, {})).status).toBe(400);
  expect((await stop(seller, id)).status).toBe(404);
  const { status, body } = await stop(platform, id);
  expect([status, body.status, body.waiting, body.replayed + body.skipped]).toEqual([200, 'stopped', 0, 12]);
  expect(body.skipped).toBeGreaterThan(0);
  await handled(backend);
  const [dead] = await backend.query(`SELECT count(*)::int AS n FROM stripe_event_log WHERE status = 'dead'`);
  expect(dead).toEqual({ n: body.skipped });
  expect((await stop(platform, id)).body).toMatchObject({ status: 'stopped', finishedAt: body.finishedAt });
  expect(
    await backend.query(`SELECT action, after FROM audit_log WHERE object_id = $1 AND action <> 'event.replay'`, [id]),
  ).toEqual([{ action: 'event.replay_stop', after: { status: 'stopped', reason, skipped: body.skipped } }]);
});

it('a connected account’s replays are few, and hold up nobody else’s', async () => {
  await platform.tell(...Array.from({ length: 30 }, () => topUp(null, { account: 'acct_1' })));
  const own = topUp(null);
  await platform.tell(own);
  const theirs: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    theirs.push((await start(seller, { filter: { type: 'topup.created' }, ratePerSecond: 1 })).id);
  }
  expect(await start(seller, { filter: { type: 'topup.created' } })).toMatchObject({
    status: 409,
    code: 'too_many_replays',
  });
  const urgent = await start(platform, { ids: [own['id']] });
  expect(urgent.status).toBe(202);
  await until(
    () => replay(urgent.id),
    ({ status }) => status === 'done',
  );
  // they take turns among themselves, too
  const states = () => Promise.all(theirs.map(replay));
  await until(states, (all) => all.filter(({ waiting }) => waiting < 30).length >= 2);
  for (const id of theirs) expect((await stop(seller, id)).body).toMatchObject({ status: 'stopped', waiting: 0 });
  const again = await start(seller, { filter: { type: 'topup.created' }, ratePerSecond: 200 });
  expect(again.status).toBe(202);
  await stop(platform, again.id);
});

it('a story tells what had become of the event, and to a connected account nothing of who else asked', async () => {
  const event = topUp(null, { account: 'acct_1' });
  await platform.tell(event);
  const before = (await platform.get<StoryAnswer>(`events/${String(event['id'])}`)).body.event;
  const { id } = await start(platform, { ids: [event['id']] });
  await until(
    () => replay(id),
    ({ status }) => status === 'done',
  );
  await handled(backend);
  const told = async (as: Operator) => (await as.get<StoryAnswer>(`events/${String(event['id'])}`)).body.replays;
  const former = { formerStatus: before.status, formerVerdict: before.verdict };
  expect(await told(platform)).toEqual([
    expect.objectContaining({ replay: id, reason, by: expect.any(String) as string, ...former }),
  ]);
  expect(await told(seller)).toEqual([expect.objectContaining({ replay: id, reason: null, by: null, ...former })]);
});

it('an old event that runs again is open since then, not since its receipt', async () => {
  mend(true);
  const event = topUp('waits');
  await platform.tell(event);
  mend(false);
  const { id } = await start(platform, { ids: [event['id']] });
  await until(
    () => replay(id),
    ({ status }) => status === 'done',
  );
  await handled(backend);
  const age = (of: unknown) =>
    backend.query(`UPDATE stripe_event_log SET received_at = now() - interval '10 days' WHERE stripe_event_id = $1`, [
      of,
    ]);
  await age(event['id']);
  const stored = async () => (await backend.app.get(StoredStateRepository).read()).backlog;
  const replayed = await stored();
  expect(replayed).toMatchObject({ due: 0, planned: 1 });
  expect(replayed?.oldestSeconds).toBeLessThan(60);

  // Due, and held by nobody's worker meanwhile: as the health sees it.
  await backend.query(
    `UPDATE stripe_event_log SET next_attempt_at = now() + interval '2 seconds' WHERE stripe_event_id = $1`,
    [event['id']],
  );
  await backend.app.get(DataSource).transaction(async (tx) => {
    await tx.query('SELECT FROM stripe_event_log WHERE stripe_event_id = $1 FOR UPDATE', [event['id']]);
    const log = backend.app.get(EventLogRepository);
    const { oldestSeconds } = await until(
      () => log.backlog(),
      ({ due }) => due === 1,
    );
    expect(oldestSeconds).toBeLessThan(60);
  });

  const fresh = topUp('waits');
  await platform.tell(fresh);
  await age(fresh['id']);
  expect((await stored())?.oldestSeconds).toBeGreaterThan(9 * 86_400);
});
