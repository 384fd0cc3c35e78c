import type { Round, Run } from './run.js';
import { median } from './statistics.js';
import { figure, markdown } from './table.js';

/** A figure of one run, of which the table shows the median over the rounds. */
export interface Column {
  readonly title: string;
  readonly of: (run: Run) => number;
  readonly digits?: number;
}

/** A ratio to another contender inside the same round: a machine drifts from one minute to the next, a round does not. */
export interface Ratio {
  readonly title: string;
  readonly over: string;
  readonly of: (run: Run, other: Run) => number;
}

export const RATES: readonly Column[] = [
  { title: 'accepted/s', of: ({ accepted }) => accepted },
  { title: 'settled/s', of: ({ settled }) => settled },
];

export const LATENCIES: readonly Column[] = [
  { title: 'p50 ms', of: ({ p50 }) => p50, digits: 1 },
  { title: 'p99 ms', of: ({ p99 }) => p99, digits: 1 },
  { title: 'p99.9 ms', of: ({ p999 }) => p999, digits: 1 },
];

export const COSTS: readonly Column[] = [
  { title: 'CPU app µs', of: ({ appCpu }) => appCpu },
  { title: 'CPU database µs', of: ({ databaseCpu }) => databaseCpu },
];

/** `1.32 (1.21 to 1.40)`: the median over the rounds, and the range. */
function ratioCell(rounds: readonly Round[], name: string, { over, of }: Ratio): string {
  const all = rounds.flatMap((round) => {
    const [run, other] = [round.get(name), round.get(over)];
    const ratio = run && other ? of(run, other) : Number.NaN;
    return Number.isFinite(ratio) ? [ratio] : [];
  });
  if (all.length === 0 || name === over) return '-';
  return `${figure(median(all), 2)} (${figure(Math.min(...all), 2)} to ${figure(Math.max(...all), 2)})`;
}

/** A line for each contender: medians over the rounds, then ratios inside them. */
export function contenderRows(
  rounds: readonly Round[],
  columns: readonly Column[],
  ratios: readonly Ratio[],
): { name: string; cells: string[] }[] {
  const names = [...new Set(rounds.flatMap((round) => [...round.keys()]))];
  return names.map((name) => {
    const runs = rounds.flatMap((round) => round.get(name) ?? []);
    const medians = columns.map(({ of, digits }) => figure(median(runs.map(of)), digits));
    return { name, cells: [...medians, ...ratios.map((ratio) => ratioCell(rounds, name, ratio))] };
  });
}

/** The same as a table. */
export function contenderTable(
  rounds: readonly Round[],
  columns: readonly Column[],
  ratios: readonly Ratio[],
): string[] {
  const titles = ['contender', ...columns.map(({ title }) => title), ...ratios.map(({ title }) => title)];
  return markdown(
    titles,
    contenderRows(rounds, columns, ratios).map(({ name, cells }) => [name, ...cells]),
  );
}
