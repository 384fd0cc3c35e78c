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
    help: 'When rows were last compared with Stripe to the end, in Unix time',
    labels: [],
    samples: ({ verify }) => [{ value: verify && verify.finishedAt.getTime() / 1000 }],
  },
];
