import type { Run } from './run.js';

/** Runs of both contenders in one round, by the connections they were measured with. */
export interface Round {
  readonly connections: number;
  readonly backend: Run;
  readonly baseline: Run;
}

const MB = 1_048_576;

const COLUMNS: readonly (readonly [string, (run: Run) => string])[] = [
  ['accepted/s', ({ accepted }) => accepted.toFixed(0)],
  ['settled/s', ({ settled }) => settled.toFixed(0)],
  ['p50', ({ p50 }) => p50.toFixed(1)],
  ['p95', ({ p95 }) => p95.toFixed(1)],
  ['p99 ms', ({ p99 }) => p99.toFixed(1)],
  ['re-reads/1000', ({ rereads }) => rereads.toFixed(1)],
  ['CPU app', ({ appCpu }) => appCpu.toFixed(0)],
  ['database us', ({ databaseCpu }) => (Number.isNaN(databaseCpu) ? '-' : databaseCpu.toFixed(0))],
  ['RSS before', ({ rssBefore }) => (rssBefore / MB).toFixed(0)],
  ['peak', ({ rssPeak }) => (rssPeak / MB).toFixed(0)],
  ['after', ({ rssAfter }) => (rssAfter / MB).toFixed(0)],
  ['live MB', ({ heapAfter }) => (heapAfter / MB).toFixed(0)],
];

const widths = COLUMNS.map(([title]) => Math.max(title.length, 6) + 2);

const line = (name: string, cells: readonly string[]): string =>
  name.padEnd(24) + cells.map((cell, i) => cell.padStart(widths[i] ?? 8)).join('');

export const heading = (): string =>
  line(
    '',
    COLUMNS.map(([title]) => title),
  );

export const runLine = (name: string, run: Run): string =>
  line(
    name,
    COLUMNS.map(([, cell]) => cell(run)),
  );

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Each figure's median over the rounds. */
function medianRun(runs: readonly Run[]): Run {
  const of = (figure: keyof Run): number => median(runs.map((run) => run[figure]));
  return {
    accepted: of('accepted'),
    settled: of('settled'),
    p50: of('p50'),
    p95: of('p95'),
    p99: of('p99'),
    rereads: of('rereads'),
    appCpu: of('appCpu'),
    databaseCpu: of('databaseCpu'),
    rssBefore: of('rssBefore'),
    rssPeak: of('rssPeak'),
    rssAfter: of('rssAfter'),
    heapAfter: of('heapAfter'),
  };
}

/** Medians, and ratios inside each round: a machine drifts from one minute to the next, a round does not. */
export function summary(rounds: readonly Round[]): string[] {
  const ratios = (name: string, ratio: (round: Round) => number): string => {
    const all = rounds.map(ratio);
    return `  ${name}: ${median(all).toFixed(2)} (rounds: ${all.map((one) => one.toFixed(2)).join(', ')})`;
  };
  const [first] = rounds;
  return [
    runLine('backend, median', medianRun(rounds.map(({ backend }) => backend))),
    runLine('baseline, median', medianRun(rounds.map(({ baseline }) => baseline))),
    `at ${first?.connections} connections, the backend over the baseline inside each round:`,
    ratios('accepted / accepted', ({ backend, baseline }) => backend.accepted / baseline.accepted),
    ratios('settled / accepted ', ({ backend, baseline }) => backend.settled / baseline.accepted),
  ];
}
