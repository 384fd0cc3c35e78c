import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { DerivedState } from '../../src/database/derived-state.js';
import type { PreviewAnswer } from '../../src/operations/events/replays/replay.answers.js';
import { operatorLanesOf } from '../../src/operations/operator-lanes.js';
import { startBackend, type Backend } from '../support/backend.js';
import { deliver } from '../support/deliver.js';
import { MendableModule, operatorOf, topUp, type Operator } from '../support/event-operations.js';

let backend: Backend;
let operator: Operator;

beforeAll(async () => {
  backend = await startBackend({ extensions: [MendableModule] });
  operator = await operatorOf(backend);
});
afterAll(() => backend.close());

const READS = ['events', 'failures', 'customers/cus_1', 'audit'];
const readAll = () =>
  Promise.all(READS.map(async (path) => (await operator.get<{ code?: string }>(path)).body.code ?? 'answered'));

it('what operators read lines up, and is refused in the end; webhooks do not wait for it', async () => {
  const { reads, previews } = operatorLanesOf(backend.app.get(DataSource));
  const event = topUp(null);
  await operator.tell(event);
  let release: (nothing?: undefined) => void = () => undefined;
  const held = new Promise<undefined>((resolve) => (release = resolve));
  const holding = [reads.run(() => held), reads.run(() => held), previews.run(() => held)];
  const preview = () => operator.post<PreviewAnswer>('replays/preview', { ids: [event['id']] });
  const [refused, unseen] = [readAll(), preview()];
  expect(await deliver(`${backend.url}/webhooks/stripe`, topUp(null))).toBe(200);
  const [answers, unseenAnswer] = await Promise.all([refused, unseen]).finally(release);
  expect(answers).toEqual(READS.map(() => 'overloaded'));
  expect(unseenAnswer).toMatchObject({ status: 503, body: { code: 'overloaded' } });
  await Promise.all(holding);
  expect(await readAll()).toEqual(['answered', 'answered', 'not_found', 'answered']);
  expect((await preview()).body).toMatchObject({ events: 1 });
});

it('a rehearsal ends, whatever follows from the event', async () => {
  const event = topUp(null);
  await operator.tell(event);
  const endless = jest
    .spyOn(backend.app.get(DerivedState, { strict: false }), 'recompute')
    .mockImplementation(() => new Promise(() => undefined));
  try {
    const { body } = await operator.post<PreviewAnswer>('replays/preview', { ids: [event['id']] });
    expect(body.data).toEqual([
      expect.objectContaining({
        outcome: 'fails',
        error: expect.stringMatching(/what follows from the event took longer than \d+ ms/) as string,
      }),
    ]);
  } finally {
    endless.mockRestore();
  }
  // Others have theirs for a moment; one that is left would be ended after half a minute.
  const idle = `SELECT state FROM pg_stat_activity
                 WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
  for (const deadline = Date.now() + 10_000; (await backend.query(idle)).length > 0; await delay(20)) {
    expect(Date.now()).toBeLessThan(deadline);
  }
});
