import type { SubscriptionState } from './timeline.js';

export const MOVEMENTS = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;

export type Movement = (typeof MOVEMENTS)[number];

/** A change of what a customer brings in a month, in one currency. Minor units; `at` in seconds since 1970. */
export interface MrrChange {
  readonly currency: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
  readonly movement: Movement;
}

/**
 * The movements of one customer, oldest first. Of the customer, not of its subscriptions: who ends one and begins
 * another one within a second has moved once. They add up to what the customer brings in by construction: each begins
 * where the former one ended, and the first at 0.
 */
export function changesOf(subscriptions: readonly (readonly SubscriptionState[])[]): MrrChange[] {
  const currencies = new Set(subscriptions.flatMap((states) => states.map(({ currency }) => currency)));
  return [...currencies].toSorted().flatMap((currency) => changesIn(currency, subscriptions));
}

function changesIn(currency: string, subscriptions: readonly (readonly SubscriptionState[])[]): MrrChange[] {
  const steps = new Map<number, number>();
  for (const states of subscriptions) {
    let former = 0;
    for (const state of states) {
      const now = state.currency === currency ? state.mrr : 0;
      steps.set(state.from, (steps.get(state.from) ?? 0) + now - former);
      former = now;
    }
  }
  const changes: MrrChange[] = [];
  let before = 0;
  for (const [at, step] of [...steps].toSorted(([a], [b]) => a - b)) {
    if (step === 0) continue;
    const after = before + step;
    changes.push({ currency, at, before, after, movement: movementOf(before, after, changes.length > 0) });
    before = after;
  }
  return changes;
}

function movementOf(before: number, after: number, wasThere: boolean): Movement {
  if (before === 0) return wasThere ? 'reactivation' : 'new';
  if (after === 0) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}
