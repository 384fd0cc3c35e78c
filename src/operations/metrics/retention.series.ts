import { STEPS } from '../retention/retention-run.repository.js';
import type { StoredSeries } from './stored-gauges.js';

/** `payloadMonths` -> `payload_months`. */
const snakeCase = (step: string): string => step.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const RETENTION_SERIES: readonly StoredSeries[] = [
  {
    name: 'countinghouse_retention_last_run_timestamp_seconds',
    help: 'When what has been kept long enough was last removed, in Unix time',
    labels: [],
    samples: ({ retention }) => [{ value: retention && retention.finishedAt.getTime() / 1000 }],
  },
  {
    name: 'countinghouse_retention_removed',
    help: 'What the last run removed, and the payloads that it encrypted anew',
    labels: ['what'],
    samples: ({ retention }) =>
      retention ? STEPS.map((step) => ({ labels: { what: snakeCase(step) }, value: retention.removed[step] })) : [],
  },
  {
    name: 'countinghouse_retention_left_over',
    help: 'Steps of the last run that did not come to their end',
    labels: [],
    samples: ({ retention }) => [{ value: retention?.leftOver.length }],
  },
  {
    name: 'countinghouse_erasures_unfinished',
    help: 'Customers whose erasure is begun and not finished',
    labels: [],
    samples: ({ erasing }) => [{ value: erasing }],
  },
];
