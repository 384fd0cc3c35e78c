import type { StoredSeries } from './stored-gauges.js';

export const BACKLOG_SERIES: readonly StoredSeries[] = [
  {
    name: 'countinghouse_backlog_events',
    help: 'Events that are not settled: due, or planned for another attempt later (100000 is that or more)',
    labels: ['state'],
    samples: ({ backlog }) =>
      backlog
        ? [
            { labels: { state: 'due' }, value: backlog.due },
            { labels: { state: 'planned' }, value: backlog.planned },
          ]
        : [],
  },
  {
    name: 'countinghouse_backlog_oldest_seconds',
    help: 'Seconds for which the oldest event that is not settled has been open, due or not',
    labels: [],
    samples: ({ backlog }) => [{ value: backlog?.oldestSeconds }],
  },
  {
    name: 'countinghouse_backlog_overdue_seconds',
    help: 'Seconds for which an event has been due that no worker has taken',
    labels: [],
    samples: ({ backlog }) => [{ value: backlog?.overdueSeconds }],
  },
  {
    name: 'countinghouse_dead_events',
    help: 'Events that no attempt is left for (100000 is that or more)',
    labels: [],
    samples: ({ backlog }) => [{ value: backlog?.dead }],
  },
];
