import { answersOf, complaints, seconds } from '../faults/report.js';
import type { FleetOptions } from './options.js';
import type { Ack, Outcome } from './run.js';

const ackText = ({ p50, p99, most, count }: Ack): string =>
  `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} most ${most.toFixed(0)} ms of ${count}`;

/** What is wrong, by its name; nothing when all is well. */
export function wrongs(outcome: Outcome): [string, string[]][] {
  const { lost, doubled, unequal, messages, refused, pooler, leases, deaths, slow, deadlocks, figures } = outcome;
  const lists: [string, string[]][] = [
    ['lost', lost],
    ['never accepted', refused],
    ['doubled', doubled],
    // A process that is ended politely marks what it has sent.
    ['sent twice', figures.sentTwice > 0 ? [`${figures.sentTwice} messages`] : []],
    ['unequal', unequal],
    ['messages', messages],
    ['not for a pooler', pooler],
    ['leases', leases],
    ['deadlocks', deadlocks > 0 ? [`${deadlocks} in pg_stat_database`] : []],
    ['died by itself', deaths],
    ['slow', slow],
  ];
  return lists.filter(([, list]) => list.length > 0);
}

/** The report of a run; its last line has all figures. */
export function report({ seed, rate }: FleetOptions, outcome: Outcome): string[] {
  const { figures, quiet, rolling, rolled, rerouted, sentAgain, lost, doubled, unequal } = outcome;
  const leases = [...outcome.leasesTaken].map(([name, times]) => `${name} ${times}`);
  const line = [
    `seed ${seed}`,
    `${rate} a second`,
    `events ${figures.events} in ${outcome.posts} posts`,
    `rolled ${rolled.length}`,
    `lost ${lost.length}`,
    `doubled ${doubled.length}`,
    `unequal ${unequal.length}`,
    `messages ${figures.sent} (${figures.sentTwice} twice)`,
    `re-reads ${figures.rereads}`,
    `deadlocks ${outcome.deadlocks}`,
    `p99 rolling over quiet ${(rolling.p99 / quiet.p99).toFixed(2)}`,
    `even after ${seconds(outcome.evenAfter)}`,
  ];
  return [
    `ack quiet:   ${ackText(quiet)}`,
    `ack rolling: ${ackText(rolling)}`,
    `webhooks answered: ${answersOf(outcome)}; taken to another process ${rerouted}, sent again ${sentAgain}`,
    `longest end ${seconds(Math.max(...rolled.map(({ endMs }) => endMs)))}, longest start ${seconds(Math.max(...rolled.map(({ startMs }) => startMs)))}`,
    `pgbouncer: ${outcome.transactions} transactions on ${outcome.connections} connections`,
    `leases taken: ${leases.length > 0 ? leases.join(', ') : 'none fell due'}`,
    ...complaints(wrongs(outcome)),
    line.join(' | '),
  ];
}
