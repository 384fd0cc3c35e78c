import { setTimeout as delay } from 'node:timers/promises';
import { even } from '../faults/even.js';
import { checkFleet, type FleetFindings } from './checks.js';
import type { Fleet } from './fleet.js';
import type { FleetOptions } from './options.js';
import { roll, wasClean, type Rolled } from './roll.js';

/** Milliseconds of load before anything is measured: code is compiled, connections are opened. */
const WARM_UP = 15_000;
const BRIEF_WARM_UP = 1_000;
/** Milliseconds between two processes, as an orchestrator waits for a new one to prove itself. */
const BETWEEN = 2_000;
/** Milliseconds until everything must be settled after the load. */
const EVEN_LIMIT = 60_000;
/** The 99th percentile of the ack while processes are rolled, over the quiet one, at most. */
const MOST_SLOWER = 3;

/** Milliseconds. */
export interface Ack {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface Outcome extends FleetFindings {
  readonly posts: number;
  readonly quiet: Ack;
  readonly rolling: Ack;
  readonly rolled: readonly Rolled[];
  /** Webhooks that the balancer took to another process, and those that Stripe had to send again. */
  readonly rerouted: number;
  readonly sentAgain: number;
  /** Milliseconds from the end of the load until nothing was open. */
  readonly evenAfter: number;
  /** Processes that ended although nobody ended them, or not as they should. */
  readonly deaths: string[];
  /** What made the ack slower than it may be. */
  readonly slow: string[];
}

/** One run over a fleet that stands: load, quiet, each process in turn, peace, checks. */
export async function run(fleet: Fleet, options: FleetOptions, say: (line: string) => void): Promise<Outcome> {
  const { load, members } = fleet;
  load.begin();
  await delay(options.brief ? BRIEF_WARM_UP : WARM_UP);
  load.phase = 'quiet';
  await delay(options.quiet * 1_000);
  load.phase = 'rolling';
  const rolled: Rolled[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const member of members) {
      const one = await roll(fleet, member);
      rolled.push(one);
      const { name, how, endMs, startMs } = one;
      say(`${name}: ended with ${how} after ${endMs.toFixed(0)} ms, ready again after ${startMs.toFixed(0)} ms`);
      if (!options.brief) await delay(BETWEEN);
    }
  }
  const evenAfter = await even(fleet.postgres, load.stop(EVEN_LIMIT), EVEN_LIMIT);
  const last = await Promise.all(members.map((member) => member.end('SIGTERM')));
  const ends = members.map(({ name }, i) => ({ name, how: last[i]?.how ?? 0, endMs: last[i]?.ms ?? 0, startMs: 0 }));
  const findings = await checkFleet(fleet);
  const [quiet, rolling] = [ack(load.latencies('quiet')), ack(load.latencies('rolling'))];
  return {
    ...findings,
    posts: load.posts,
    quiet,
    rolling,
    rolled,
    rerouted: fleet.balancer.rerouted,
    sentAgain: load.sentAgain,
    evenAfter,
    deaths: [
      ...members.filter(({ deaths }) => deaths > 0).map(({ name, deaths }) => `${name}: ${deaths} times`),
      ...[...rolled, ...ends]
        .filter((one) => !wasClean(one))
        .map(({ name, how, endMs }) => `${name}: ${how}, ${endMs} ms`),
    ],
    slow: options.brief ? [] : slowness(quiet, rolling),
  };
}

/** @param sorted milliseconds. */
function ack(sorted: readonly number[]): Ack {
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}

function slowness(quiet: Ack, rolling: Ack): string[] {
  if (rolling.p99 < quiet.p99 * MOST_SLOWER) return [];
  return [
    `p99 ${rolling.p99.toFixed(1)} ms while rolling, ${quiet.p99.toFixed(1)} ms quiet: ${MOST_SLOWER} times or more`,
  ];
}
