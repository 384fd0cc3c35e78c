import { entryCells, shownEntry } from './entry-text.js';

const entry = {
  id: '12',
  topic: 'after-stripe-event',
  businessKey: 'Welcome.greet:jenny@example.com:evt_1',
  status: 'dead',
  attempts: 40,
  error: 'Error: 550 <jenny@example.com>\u001b[2J\nunknown',
  since: new Date('2026-11-20T10:00:07Z'),
  nextAttemptAt: null,
} as const;

it('names nobody, and does not steer the terminal', () => {
  expect(shownEntry(entry)).toEqual({
    ...entry,
    businessKey: 'Welcome.greet:[email]:evt_1',
    error: 'Error: 550 <[email]> [2J unknown',
  });
  expect(shownEntry({ ...entry, error: null }).error).toBeNull();
});

it('a line of the list', () => {
  const waiting = {
    ...entry,
    status: 'pending',
    error: null,
    nextAttemptAt: new Date('2026-11-22T11:30:59Z'),
  } as const;
  const key = entry.businessKey;
  expect(entryCells(waiting)).toEqual([
    '12',
    'after-stripe-event',
    'pending',
    40,
    '2026-11-20 10:00',
    '2026-11-22 11:30',
    key,
    '-',
  ]);
  expect(entryCells({ ...entry, error: 'x'.repeat(300) }).at(-1)).toHaveLength(120);
});
