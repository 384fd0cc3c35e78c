import type { StoredState } from '../metrics/stored-state.repository.js';
import { outboxFindings } from './outbox.checks.js';

const state: StoredState = {
  backlog: undefined,
  outbox: [],
  reconcile: [],
  gaps: undefined,
  verify: undefined,
  verifiedAt: null,
  erasing: 0,
  retention: undefined,
};
const mail = { topic: 'notification-email', entries: 3, oldestSeconds: 90, overdueSeconds: -20, attempts: 4 };

it('what has no attempt left', () => {
  const dead = { topic: 'notification-email', status: 'dead', entries: 2, oldestSeconds: 9 } as const;
  const pending = { ...dead, topic: 'notification-webhook', status: 'pending' } as const;
  const [finding] = outboxFindings({ ...state, outbox: [dead, pending] }, []);
  expect(finding).toMatchObject({ code: 'outbox.dead', level: 'warn', message: '2 of notification-email' });
});

it.each([
  ['nothing', [], 'ok', 'nothing waits'],
  ['what waits for its next attempt', [mail], 'ok', '3 wait, none for long'],
  [
    'what its receiver refuses for hours',
    [{ ...mail, oldestSeconds: 7_300 }],
    'warn',
    '3 of notification-email, for 2 h and 4 attempts',
  ],
  [
    'what nobody takes, and another topic that only fails',
    [
      { ...mail, oldestSeconds: 7_300 },
      { ...mail, topic: 'gone', entries: 1, overdueSeconds: 720, attempts: 0 },
    ],
    'fail',
    'nobody takes 1 of gone, due for 12 min',
  ],
])('%s', (_, waiting, level, message) => {
  expect(outboxFindings(state, waiting)[1]).toMatchObject({ code: 'outbox.stuck', level, message });
});
