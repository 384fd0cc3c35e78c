import type { Engine } from './engine/engine.js';
import { catalogActions, openShop } from './lifecycle/catalog.actions.js';
import { creditActions } from './lifecycle/credit.actions.js';
import { customerActions, newCustomer } from './lifecycle/customer.actions.js';
import { discountActions } from './lifecycle/discount.actions.js';
import { type Action, Life } from './lifecycle/life.js';
import { paymentActions } from './lifecycle/payment.actions.js';
import { payoutActions } from './lifecycle/payout.actions.js';
import { riskActions } from './lifecycle/risk.actions.js';
import { setupActions } from './lifecycle/setup.actions.js';
import { scheduleActions } from './lifecycle/schedule.actions.js';
import { subscriptionActions } from './lifecycle/subscription.actions.js';
import { taxActions } from './lifecycle/tax.actions.js';
import { Random } from './random.js';

export { scriptedChapters, type ScriptedLife, scriptedLifecycle } from './lifecycle/scripted.js';

interface LifecycleOptions {
  /** How many actions. */
  steps: number;
  /** How many customers there are at the beginning. */
  customers: number;
  /** Now and then A -> B -> A within one second: such a tie no consumer can decide without reading. Default true. */
  flips?: boolean;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

const ACTIONS: readonly Action[] = [
  ...catalogActions,
  ...customerActions,
  ...subscriptionActions,
  ...paymentActions,
  ...discountActions,
  ...creditActions,
  ...scheduleActions,
  ...taxActions,
  ...setupActions,
  ...riskActions,
  ...payoutActions,
];
const CHANCES = ACTIONS.flatMap((action) => Array.from({ length: action.weight }, () => action));

/**
 * A random, valid life of a small shop; the same seed gives the same events. Half of the actions fall into the second
 * of the one before (ties), the others come seconds to weeks later, so that trials end, periods renew and retries run.
 *
 * @returns the names of the actions taken, in order
 */
export function randomLifecycle(seed: string | number | Random, engine: Engine, options: LifecycleOptions): string[] {
  const life = endlessLifecycle(seed, engine, options);
  return Array.from({ length: options.steps }, () => life.next().value);
}

/** The same life without an end: one action at each `next()`, of which it gives the name. */
export function* endlessLifecycle(
  seed: string | number | Random,
  engine: Engine,
  options: Omit<LifecycleOptions, 'steps'>,
): Generator<string, never> {
  const random = seed instanceof Random ? seed : new Random(seed);
  const life = new Life(engine, random, options.flips ?? true);
  openShop(life);
  for (let index = 0; index < options.customers; index += 1) newCustomer(life);
  for (;;) {
    const action = random.pick(CHANCES);
    if (!action.run(life)) continue;
    engine.advance(pause(random));
    yield action.name;
  }
}

/** Seconds until the next action. */
function pause(random: Random): number {
  if (random.chance(0.5)) return 0;
  return random.pick([1, 1, 2, 5, HOUR, HOUR, DAY, 3 * DAY, 12 * DAY]);
}
