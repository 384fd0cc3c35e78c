import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule } from '../../sandbox/faults/fault.js';
import type { Kind } from './kind.js';

const LASTS = [1_000, 6_000] as const;

const failing = (name: string, rule: FaultRule, lasts: Kind['lasts'] = LASTS): Kind => ({
  name: `Stripe ${name}`,
  lasts,
  async run({ sandbox }, { ms }) {
    const id = sandbox.faults.add(rule);
    await delay(ms);
    const struck = sandbox.faults.list().find((one) => one.id === id)?.struck ?? 0;
    sandbox.faults.remove(id);
    return `${struck} reads met it`;
  },
});

/** Stripe's API, from which the workers read what events cannot decide. */
export const STRIPE: readonly Kind[] = [
  failing('answers 429 with Retry-After', { fault: 'rate_limit', retryAfter: 1, probability: 0.9 }),
  failing('answers 500', { fault: 'error', probability: 0.9 }),
  failing('resets', { fault: 'reset', probability: 0.9 }),
  failing('truncates its answers', { fault: 'truncated', probability: 0.9 }),
  failing('never answers', { fault: 'hang', probability: 0.9 }, [2_000, 8_000]),
];
