import type { ReconcileAccounts } from './stored-state.repository.js';
import type { Sample, StoredSeries } from './stored-gauges.js';

/** A series for the own account and one for all that are connected: an account's id is nobody's label. */
const each =
  (figure: (accounts: ReconcileAccounts) => number | null): StoredSeries['samples'] =>
  ({ reconcile }) =>
    reconcile.map((row): Sample => ({ labels: { accounts: row.accounts }, value: figure(row) }));

export const RECONCILE_SERIES: readonly StoredSeries[] = [
  {
    name: 'countinghouse_reconcile_last_run_timestamp_seconds',
    help: 'When the events of Stripe were last compared with the log, in Unix time; of connected accounts the oldest',
    labels: ['accounts'],
    samples: each(({ lastRunAt }) => lastRunAt),
  },
  {
    name: 'countinghouse_reconcile_checkpoint_age_seconds',
    help: 'Seconds since the time up to which the log is known to have all events of Stripe; the oldest',
    labels: ['accounts'],
    samples: each(({ checkpointSeconds }) => checkpointSeconds),
  },
  {
    name: 'countinghouse_reconcile_failing_accounts',
    help: 'Accounts whose last comparison failed',
    labels: ['accounts'],
    samples: each(({ failing }) => failing),
  },
  {
    name: 'countinghouse_reconcile_failing_seconds',
    help: 'Seconds for which an account could not be listed that is connected; the longest',
    labels: ['accounts'],
    samples: each(({ failingSeconds }) => failingSeconds),
  },
  {
    name: 'countinghouse_reconcile_silent_accounts',
    help: 'Accounts of which Stripe has events while no webhook arrives',
    labels: ['accounts'],
    samples: each(({ silent }) => silent),
  },
  {
    name: 'countinghouse_reconcile_gaps',
    help: 'Events that no webhook had brought and reconcile found within the last 24 hours',
    labels: ['kind'],
    samples: ({ gaps }) =>
      gaps
        ? [
            { labels: { kind: 'late' }, value: gaps.late },
            { labels: { kind: 'missed' }, value: gaps.missed },
          ]
        : [],
  },
];
