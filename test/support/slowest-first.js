import Sequencer from '@jest/test-sequencer';

/**
 * Those that take about a minute or more, the longest first: a fresh clone has no durations of a run before, and jest
 * would begin with the largest files. One of these, begun last, is a minute or two in which two workers have nothing to
 * do. Those that start many processes come apart from each other.
 */
const SLOWEST = [
  'test/convergence.spec.ts',
  'test/fault-suite.spec.ts',
  'test/odd-payloads.spec.ts',
  'test/fleet.spec.ts',
  'test/reports-mrr.spec.ts',
  'test/drill.spec.ts',
  'test/backfill.spec.ts',
  'test/faults.spec.ts',
  'test/api/fuzz.spec.ts',
];

const place = ({ path }) => {
  const index = SLOWEST.findIndex((name) => path.endsWith(`/${name}`));
  return index < 0 ? SLOWEST.length : index;
};

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
}
