import { Random } from '../sandbox/random.js';
import { CLOCK } from './kinds/clock.js';
import type { Draw, Kind } from './kinds/kind.js';
import { NAMED_INSTANTS } from './kinds/named-instants.js';
import { POSTGRES } from './kinds/postgres.js';
import { RANDOM_ENDS } from './kinds/random-ends.js';
import { REDIS } from './kinds/redis.js';
import { STRIPE } from './kinds/stripe.js';

export const KINDS: readonly Kind[] = [...RANDOM_ENDS, ...NAMED_INSTANTS, ...REDIS, ...POSTGRES, ...STRIPE, ...CLOCK];

/** Milliseconds between two faults, at most: some hit a backend that still recovers from the one before. */
const LONGEST_GAP = 1_000;

export interface PlannedFault {
  readonly number: number;
  readonly kind: Kind;
  readonly draw: Draw;
  /** Milliseconds of peace before it. */
  readonly gap: number;
}

/**
 * The faults of a seed, without end: each round has every kind once, in another order.
 *
 * @param brief each is as short as it may be, in the same order.
 */
export function* plan(seed: number, brief: boolean): Generator<PlannedFault, never> {
  const random = new Random(`faults ${seed}`);
  for (let number = 1; ;) {
    for (const kind of random.shuffled(KINDS)) {
      const [least, most] = kind.lasts;
      const which = random.chance(0.5) ? 0 : 1;
      const [more, gap] = [random.int(most - least + 1), random.int(LONGEST_GAP)];
      yield { number, kind, draw: { which, ms: brief ? least : least + more }, gap: brief ? 0 : gap };
      number += 1;
    }
  }
}
