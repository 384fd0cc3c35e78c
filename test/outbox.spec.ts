import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { OutboxRepository } from '../src/outbox/outbox.repository.js';
import { OutboxRunner } from '../src/outbox/outbox.runner.js';
import { startBackend, type Backend } from './support/backend.js';

let backend: Backend;
let outbox: OutboxRepository;

beforeAll(async () => {
  backend = await startBackend({ env: { SWEEP_INTERVAL_SECONDS: '3600' } });
  outbox = backend.app.get(OutboxRepository);
});
afterAll(() => backend.close());

const until = async (isSo: () => boolean | Promise<boolean>) => {
  for (const deadline = Date.now() + 20_000; !(await isSo()) && Date.now() < deadline;) await delay(10);
  return isSo();
};

it('the next attempt comes by the newest answer, whichever lane hears an older one last', async () => {
  const asked = jest.spyOn(outbox, 'nextAttemptIn');
  const claimed = jest.spyOn(outbox, 'claim');
  let older: (milliseconds: number) => void = () => undefined;
  asked.mockReturnValueOnce(new Promise((resolve) => (older = resolve))).mockResolvedValueOnce(1_000);
  const runner = backend.app.get(OutboxRunner);
  for (let lane = 0; lane < 2; lane += 1) runner.wake();
  expect(await until(() => asked.mock.calls.length === 2)).toBe(true);
  const claims = claimed.mock.calls.length;
  older(55_000);
  expect(await until(() => claimed.mock.calls.length > claims)).toBe(true);
  jest.restoreAllMocks();
});

it('an entry that falls due while it is looked for is seen', async () => {
  await backend.query(
    `INSERT INTO outbox (topic, business_key, payload, status, attempts, next_attempt_at)
     VALUES ('letters', 'a', '{}', 'pending', 1, now())`,
  );
  const isSeen = async () => {
    await backend.query(`UPDATE outbox SET next_attempt_at = now() WHERE topic = 'letters'`);
    return ((await outbox.nextAttemptIn()) ?? 1) <= 0;
  };
  expect(await until(isSeen)).toBe(true);
});
