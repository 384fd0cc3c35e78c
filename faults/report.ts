import type { Findings } from './checks.js';
import type { Outcome } from './run.js';

/** Lines of a list that are printed. */
const MOST = 20;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What is wrong, by its name; nothing when all is well. */
export const wrongs = ({ lost, doubled, unequal, messages, deaths, grown }: Outcome): [string, string[]][] => {
  const lists: [string, string[]][] = [
    ['lost', lost],
    ['doubled', doubled],
    ['unequal', unequal],
    ['messages', messages],
    ['died by itself', deaths],
    ['grown', grown],
  ];
  return lists.filter(([, list]) => list.length > 0);
};

/** What is wrong, in lines. */
export const complaints = (lists: readonly (readonly [string, readonly string[]])[]): string[] =>
  lists.flatMap(([name, list]) => [`${name}: ${list.length}`, ...list.slice(0, MOST).map((line) => `  ${line}`)]);

/** How often webhooks were answered with each status. */
export const answersOf = ({ figures }: Findings): string =>
  [...figures.answers]
    .toSorted(([a], [b]) => a - b)
    .map(([status, times]) => `${times} x ${status}`)
    .join(', ');

/** The report of a run; its last line has all figures. */
export function report(seed: number, outcome: Outcome): string[] {
  const { faults, heavy, recoveries, evenAfter, figures, lost, doubled, unequal } = outcome;
  const kinds = [...faults].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `  ${times} x ${name}`);
  const total = [...faults.values()].reduce((sum, times) => sum + times, 0);
  const line = [
    `seed ${seed}`,
    `events ${figures.events}`,
    `faults ${total} of ${faults.size} kinds`,
    `heavy ${heavy}`,
    `lost ${lost.length}`,
    `doubled ${doubled.length}`,
    `unequal ${unequal.length}`,
    `messages ${figures.sent} (${figures.sentTwice} twice, cut before the mark)`,
    `re-reads ${figures.rereads}`,
    `recovery median ${seconds(median(recoveries))}, worst ${seconds(Math.max(0, ...recoveries))}`,
    `even after ${seconds(evenAfter)}`,
  ];
  return [
    'faults by kind:',
    ...kinds,
    `webhooks answered: ${answersOf(outcome)}`,
    ...complaints(wrongs(outcome)),
    line.join(' | '),
  ];
}
