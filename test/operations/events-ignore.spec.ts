import type { FailuresAnswer } from '../../src/operations/events/failures/failure.answers.js';
import type { IgnoredAnswer, IgnorePreviewAnswer } from '../../src/operations/events/ignored/ignored.answers.js';
import { OldEventRecords } from '../../src/operations/events/old-event-records.js';
import type { StoryAnswer } from '../../src/operations/events/story/story.answers.js';
import { EventLogRepository } from '../../src/webhooks/event-log.repository.js';
import { WorkerClaimsRepository } from '../../src/webhooks/worker-claims.repository.js';
import { createKey } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { MendableModule, operatorOf, topUp, type Operator } from '../support/event-operations.js';
import { stripeEvent } from '../support/signed-event.js';

let backend: Backend;
let operator: Operator;
beforeAll(async () => {
  backend = await startBackend({ extensions: [MendableModule] });
  operator = await operatorOf(backend);
});
afterAll(() => backend.close());

const reason = 'Made by hand, of no use';
const ignore = (body: object, as: Operator = operator) => as.post<IgnoredAnswer>('events/ignore', { reason, ...body });
const backlog = async () => {
  const { due, dead } = await backend.app.get(EventLogRepository).backlog();
  return { due, dead };
};

it('failed and dead events are left alone, and no others', async () => {
  const events = [topUp('dies'), topUp('waits'), topUp(null)];
  await operator.tell(...events);
  const ids = events.map(({ id }) => id);
  expect(await backlog()).toEqual({ due: 0, dead: 1 });
  expect((await operator.get<FailuresAnswer>('failures')).body.data).toHaveLength(2);
  const other = await operatorOf(backend, await createKey(backend, ['operations'], { account: 'acct_1' }));
  expect((await ignore({ ids }, other)).body).toEqual({ ignored: 0, skipped: 3, later: 0 });
  const { status, body } = await ignore({ ids });
  expect([status, body]).toEqual([200, { ignored: 2, skipped: 1, later: 0 }]);
  const rows = await backend.query(
    `SELECT status, verdict, next_attempt_at, processed_at IS NOT NULL AS ended FROM stripe_event_log
      WHERE stripe_event_id = ANY($1) ORDER BY id`,
    [ids],
  );
  const left = { status: 'ignored', verdict: 'ignored: by operator', next_attempt_at: null, ended: true };
  expect(rows).toEqual([left, left, { ...left, status: 'processed', verdict: 'applied' }]);
  expect((await operator.get<FailuresAnswer>('failures')).body.data).toEqual([]);
  expect(await backlog()).toEqual({ due: 0, dead: 0 });
  expect(await backend.query(`SELECT action, after FROM audit_log WHERE action = 'event.ignore'`)).toEqual([
    {
      action: 'event.ignore',
      after: { status: 'ignored', reason, events: 2, ids: expect.arrayContaining(ids.slice(0, 2)) },
    },
  ]);
  expect((await ignore({ ids })).body).toEqual({ ignored: 0, skipped: 3, later: 0 });
});

it('by a filter, for a group; the story says by whom', async () => {
  const event = stripeEvent({ type: 'charge.succeeded', object: { id: 'ch_1', object: 'charge', amount: 'x' } });
  await operator.tell(event, topUp('dies'));
  const [group] = (await operator.get<FailuresAnswer>('failures')).body.data.filter(({ type }) =>
    type.startsWith('charge'),
  );
  const { status, errorClass, error, type } = group ?? {};
  expect((await ignore({ filter: { status, errorClass, error, type } })).body).toEqual({
    ignored: 1,
    skipped: 0,
    later: 0,
  });
  const { body } = await operator.get<StoryAnswer>(`events/${String(event['id'])}`);
  expect([body.event.verdict, body.next.code]).toEqual(['ignored: by operator', 'settled']);
  expect((await operator.get<FailuresAnswer>('failures')).body.data.map((left) => left.type)).toEqual([
    'topup.created',
  ]);
});

it('by a filter, what was looked at, and nothing that came after', async () => {
  const filter = { type: 'charge.failed', status: 'dead' };
  const poison = (id: string) =>
    stripeEvent({ id, type: 'charge.failed', object: { id: `ch_${id}`, object: 'charge', amount: 'x' } });
  await operator.tell(poison('evt_seen_1'), poison('evt_seen_2'));
  const look = async () => (await operator.post<IgnorePreviewAnswer>('events/ignore/preview', { filter })).body;
  const previewed = await look();
  expect(previewed).toEqual({ events: 2, upTo: expect.stringMatching(/^\d+$/), isCapped: false, skipped: 0 });
  const { upTo, events } = previewed;
  await operator.tell(poison('evt_came_later'));
  // One that was received before, and has failed since: more are meant than were counted.
  const unseen = await ignore({ filter, previewed: { upTo, events: 1 } });
  expect([unseen.status, unseen.body]).toMatchObject([409, { code: 'selection_changed' }]);
  expect((await look()).events).toBe(3);
  const { body } = await ignore({ filter, previewed: { upTo, events } });
  expect(body).toEqual({ ignored: 2, skipped: 0, later: 1 });
  expect(await look()).toMatchObject({ events: 1 });
  const [audited] = await backend.query(
    `SELECT after FROM audit_log WHERE action = 'event.ignore' ORDER BY id DESC LIMIT 1`,
  );
  const ids = expect.arrayContaining(['evt_seen_1', 'evt_seen_2']);
  expect(audited).toMatchObject({ after: { filter, upTo, events: 2, ids } });
  for (const wrong of [
    { ids: ['evt_came_later'], previewed: { upTo, events } },
    { filter, previewed: { upTo: 'all', events } },
    { filter, previewed: { upTo } },
  ]) {
    expect([wrong, (await ignore(wrong)).status]).toEqual([wrong, 400]);
  }
});

it('a process that died with an event in hand was an attempt at it', async () => {
  const event = topUp('waits');
  await operator.tell(event);
  const [row] = await backend.query<{ id: string }>('SELECT id FROM stripe_event_log WHERE stripe_event_id = $1', [
    event['id'],
  ]);
  await backend.query(
    `INSERT INTO stripe_worker_claim (id, event_ids, claimed_at) VALUES (gen_random_uuid(), ARRAY[$1::bigint], now() - interval '1 minute')`,
    [row?.id],
  );
  await backend.app.get(WorkerClaimsRepository, { strict: false }).recover();
  const { body } = await operator.get<StoryAnswer>(`events/${String(event['id'])}`);
  expect(body.attempts.map(({ attempt, errorClass }) => [attempt, errorClass]).slice(0, 2)).toEqual([
    [1, 'transient'],
    [2, 'crash'],
  ]);
});

it('old attempts are forgotten', async () => {
  await backend.query(
    `UPDATE stripe_event_attempts SET at = now() - interval '401 days' WHERE id IN (SELECT min(id) FROM stripe_event_attempts)`,
  );
  const count = async () =>
    (await backend.query<{ n: number }>('SELECT count(*)::int AS n FROM stripe_event_attempts'))[0]?.n ?? 0;
  const before = await count();
  await backend.app.get(OldEventRecords, { strict: false }).delete();
  expect(await count()).toBe(before - 1);
});
