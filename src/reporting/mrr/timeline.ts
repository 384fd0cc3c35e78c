import { isDeepStrictEqual } from 'node:util';
import type { DiscountsOfCustomer } from './discount-history.js';
import type { SubscriptionFacts } from './facts.js';
import { recurringRevenue } from './recurring-revenue.js';

export interface Sighted {
  /** Seconds since 1970. */
  readonly at: number;
  readonly type: string;
  readonly facts: SubscriptionFacts;
}

/** What was told of one subscription, oldest first. */
export interface SubscriptionHistory {
  readonly id: string;
  readonly sightings: readonly Sighted[];
  /** What a read of Stripe said, where the row shows one: it is newer than all events. */
  readonly read: SubscriptionFacts | null;
}

/** What a subscription is from `from` to `until`, seconds since 1970; null: still. Amounts in minor units. */
export interface SubscriptionState {
  readonly from: number;
  readonly until: number | null;
  readonly status: string;
  readonly currency: string;
  readonly mrr: number;
  /** What it is going to bring in when its trial ends well. */
  readonly trialMrr: number;
  readonly metered: number;
  readonly unpriced: number;
  /** Discounts whose terms are not known yet. */
  readonly discountsMissing: number;
  readonly items: readonly StateItem[];
}

interface StateItem {
  readonly price: string | null;
  readonly product: string | null;
  readonly quantity: number | null;
  readonly mrr: number;
}

/** Stripe still bills it. `unpaid` is billed no more, and whether `incomplete` ever will be nobody knows. */
const EARNING = new Set(['active', 'past_due']);
const NEVER_BEGAN = new Set(['incomplete', 'incomplete_expired', 'paused']);

/** The states of a subscription without a gap, oldest first: a function of the set of what was told. */
export function statesOf(
  { sightings, read }: SubscriptionHistory,
  discounts: DiscountsOfCustomer,
): SubscriptionState[] {
  const told = carriedBack(upToDate(sightings, read));
  const first = told[0]?.at;
  if (first === undefined) return [];
  const moments = new Set([...told.map(({ at }) => at), ...discounts.moments.filter((moment) => moment > first)]);
  const states: SubscriptionState[] = [];
  for (const moment of [...moments].toSorted((a, b) => a - b)) {
    const facts = told.findLast(({ at }) => at <= moment)?.facts;
    const former = states.at(-1);
    if (!facts) continue;
    const state = { from: moment, until: null, ...stateAt(moment, facts, discounts) };
    if (former && isDeepStrictEqual({ ...former, from: moment }, state)) continue;
    if (former) states.splice(-1, 1, { ...former, until: moment });
    states.push(state);
  }
  return states;
}

function stateAt(
  moment: number,
  facts: SubscriptionFacts,
  discounts: DiscountsOfCustomer,
): Omit<SubscriptionState, 'from' | 'until'> {
  const reduced = discounts.at(moment, facts);
  const revenue = recurringRevenue(facts, reduced);
  const isEarning = EARNING.has(facts.status) && !facts.unbilled;
  return {
    status: facts.status,
    currency: facts.currency,
    mrr: isEarning ? revenue.total : 0,
    trialMrr: facts.status === 'trialing' ? revenue.total : 0,
    metered: revenue.metered,
    unpriced: revenue.unpriced,
    discountsMissing: reduced.missing,
    items: revenue.items.map(({ item: { price, product, quantity }, mrr }) => ({
      price,
      product,
      quantity,
      mrr: isEarning ? mrr : 0,
    })),
  };
}

/** A read is what the second of the last event ended with; without an event it stands for when it began or ended. */
function upToDate(sightings: readonly Sighted[], read: SubscriptionFacts | null): Sighted[] {
  const last = sightings.at(-1);
  if (read === null) return [...sightings];
  if (last) return [...sightings.slice(0, -1), { ...last, facts: read }];
  const at = (hasEnded(read) ? read.endedAt : null) ?? read.startedAt;
  return at === null ? [] : [{ at, type: 'read', facts: read }];
}

/** What was first told holds since the beginning, where the beginning was not told: for a life that began before us. */
function carriedBack(told: readonly Sighted[]): Sighted[] {
  const [first] = told;
  if (!first || first.type === 'customer.subscription.created') return [...told];
  const { at, facts } = first;
  if (facts.startedAt === null || facts.startedAt >= at || NEVER_BEGAN.has(facts.status)) return [...told];
  const { trialEnd } = facts;
  const since = (from: number, status: string): Sighted => ({ at: from, type: 'read', facts: { ...facts, status } });
  if (trialEnd === null || trialEnd <= facts.startedAt) return [since(facts.startedAt, 'active'), ...told];
  const trial = since(facts.startedAt, 'trialing');
  return trialEnd < at ? [trial, since(trialEnd, 'active'), ...told] : [trial, ...told];
}

const hasEnded = ({ status }: SubscriptionFacts): boolean => status === 'canceled' || status === 'incomplete_expired';
