import { setTimeout as delay } from 'node:timers/promises';
import { check, type Findings } from './checks.js';
import { even } from './even.js';
import { footprints, grown, memoryLine } from './footprint.js';
import type { FaultsOptions } from './options.js';
import { plan } from './plan.js';
import { Recovery } from './recovery.js';
import type { World } from './world.js';

/** Milliseconds of load before the first fault, and before the memory of idle processes is read. */
const WARM_UP = 5_000;
/** Milliseconds until everything must be settled after the last fault: an outbox entry is claimed for a minute. */
const RECOVERY_LIMIT = 180_000;

export interface Outcome extends Findings {
  readonly faults: Map<string, number>;
  readonly heavy: number;
  /** Milliseconds until the events of each fault were settled. */
  readonly recoveries: readonly number[];
  /** Milliseconds from the end of the load until nothing was open, in the log, in the outbox and at the sandbox. */
  readonly evenAfter: number;
  /** Processes that ended although nobody ended them, or that did not end as they should. */
  readonly deaths: string[];
  /** Processes that hold more than before. */
  readonly grown: string[];
}

/** One run over a world that stands: load, faults, peace, checks. */
export async function run(world: World, options: FaultsOptions, say: (line: string) => void): Promise<Outcome> {
  const before = footprints(world);
  world.load.begin();
  await delay(WARM_UP);
  const recovery = new Recovery(world.postgres);
  const faults = new Map<string, number>();
  let heavy = 0;
  const began = performance.now();
  const clock = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`;
  for (const { number, kind, draw, gap } of plan(options.seed, options.brief)) {
    if (number > options.faults && performance.now() - began > options.minutes * 60_000) break;
    await delay(gap);
    const lasts = kind.lasts[1] > 0 ? ` ${draw.ms} ms` : '';
    const line = `${clock()}  ${String(number).padStart(3)}  ${kind.name} [${draw.which + 1}]${lasts}`;
    const told = await kind.run(world, draw);
    say(told ? `${line}: ${told}` : line);
    recovery.watch();
    faults.set(kind.name, (faults.get(kind.name) ?? 0) + 1);
    if (kind.heavy) heavy += 1;
  }
  say(`${clock()}  peace: until nothing is open`);
  const evenAfter = await even(world.postgres, world.load.stop(), RECOVERY_LIMIT);
  await recovery.end();
  const findings = await check(world);
  const larger = await grown(world, before);
  say(memoryLine(world, before));
  return {
    ...findings,
    faults,
    heavy,
    recoveries: recovery.times,
    evenAfter,
    deaths: world.members.filter(({ deaths }) => deaths > 0).map(({ name, deaths }) => `${name}: ${deaths}`),
    grown: larger,
  };
}
