import type { StoredSeries } from './stored-gauges.js';

const RESULTS = ['checked', 'different', 'gone', 'failed', 'repaired'] as const;

export const VERIFY_SERIES: readonly StoredSeries[] = [
  {
    name: 'countinghouse_verify_differences',
    help: 'Rows that were found different from what Stripe says, and not found right since',
    labels: [],
    samples: ({ verify }) => [{ value: verify?.open }],
  },
  {
    name: 'countinghouse_verify_objects',
    help: 'Objects of the last comparison with Stripe, by result',
    labels: ['result'],
    samples: ({ verify }) => (verify ? RESULTS.map((result) => ({ labels: { result }, value: verify[result] })) : []),
  },
  {
    name: 'countinghouse_verify_last_run_timestamp_seconds',
    help: 'When the daily comparison with Stripe last ended, or became possible, in Unix time',
    labels: [],
    samples: ({ verifiedAt }) => [{ value: verifiedAt ? verifiedAt.getTime() / 1000 : undefined }],
  },
];
