import type { OutboxState } from './stored-state.repository.js';
import type { StoredSeries } from './stored-gauges.js';

/** Topics are words in the code, adopters' code too: more than so many were made up at run time. */
const MOST_TOPICS = 30;
const OTHER = 'other';

export const OUTBOX_SERIES: readonly StoredSeries[] = [
  {
    name: 'countinghouse_outbox_entries',
    help: 'Entries of the outbox that wait for delivery, or that were given up (100000 is that or more)',
    labels: ['topic', 'status'],
    samples: ({ outbox }) =>
      bounded(outbox).map(({ topic, status, entries }) => ({ labels: { topic, status }, value: entries })),
  },
  {
    name: 'countinghouse_outbox_oldest_seconds',
    help: 'Seconds since the oldest entry of the outbox was written that still waits',
    labels: ['topic'],
    samples: ({ outbox }) =>
      bounded(outbox)
        .filter(({ status }) => status === 'pending')
        .map(({ topic, oldestSeconds }) => ({ labels: { topic }, value: oldestSeconds })),
  },
];

/** What is beyond the limit is one topic. */
function bounded(states: readonly OutboxState[]): OutboxState[] {
  const named = new Set([...new Set(states.map(({ topic }) => topic))].slice(0, MOST_TOPICS));
  const merged = new Map<string, OutboxState>();
  for (const { topic: written, status, entries, oldestSeconds } of states) {
    const topic = named.has(written) ? written : OTHER;
    const same = merged.get(`${topic} ${status}`);
    merged.set(`${topic} ${status}`, {
      topic,
      status,
      entries: entries + (same?.entries ?? 0),
      oldestSeconds: Math.max(oldestSeconds, same?.oldestSeconds ?? 0),
    });
  }
  return [...merged.values()];
}
