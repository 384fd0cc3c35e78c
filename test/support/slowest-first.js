import Sequencer from '@jest/test-sequencer';

/**
 * Those that take more than a minute, the longest first: a fresh clone has no durations of a run before, and jest would
 * begin with the largest files. One of these, begun last, is a minute or two in which two workers have nothing to do.
 */
const SLOWEST = [
  'test/convergence.spec.ts',
  'test/fault-suite.spec.ts',
  'test/drill.spec.ts',
  'test/reconcile.spec.ts',
  'test/faults-by-name.spec.ts',
  'test/verify.spec.ts',
  'test/binding.spec.ts',
  'test/backfill.spec.ts',
  'test/reconcile-run.spec.ts',
  'test/reports-mrr.spec.ts',
  'test/faults.spec.ts',
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
