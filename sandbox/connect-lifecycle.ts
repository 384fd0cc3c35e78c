import type { Engine } from './engine/engine.js';
import { connectActions } from './lifecycle/connect.actions.js';
import { type Action, Life } from './lifecycle/life.js';
import { randomLifecycle } from './lifecycle.js';
import { Random } from './random.js';

/** What goes on in a connected account beside what is said of it: a small shop's life, as in any account. */
const trade: Action = {
  name: 'trade',
  weight: 3,
  run({ engine, random }) {
    const accounts = engine.accounts.all();
    if (accounts.length === 0) return false;
    randomLifecycle(random, random.pick(accounts), { steps: 2, customers: 1, flips: false });
    return true;
  },
};
const CHANCES = [...connectActions, trade].flatMap((action) => Array.from({ length: action.weight }, () => action));

/**
 * A random, valid life of a platform and the accounts connected to it; the same seed gives the same events. Half of the
 * actions fall into the second of the one before.
 *
 * @returns the names of the actions taken, in order
 */
export function connectLifecycle(seed: string | number, platform: Engine, steps: number): string[] {
  const random = new Random(seed);
  const life = new Life(platform, random, false);
  const taken: string[] = [];
  platform.accounts.create({ type: 'standard' });
  while (taken.length < steps) {
    const action = random.pick(CHANCES);
    if (!action.run(life)) continue;
    taken.push(action.name);
    platform.advance(random.chance(0.5) ? 0 : random.pick([1, 1, 2, 5, 3_600, 86_400]));
  }
  return taken;
}
