import type { DerivedKey } from '../../database/event-context.js';
import { DiscountsOfCustomer, type DiscountHistory } from './discount-history.js';
import { couponFacts, discountFacts, subscriptionFacts, type CouponFacts } from './facts.js';
import { changesOf } from './movements.js';
import type { StoredChange, StoredFact, StoredState, Terms } from './mrr.repository.js';
import { statesOf, type SubscriptionHistory } from './timeline.js';

/**
 * All states and movements of one customer, computed from everything that was told of it. A function of the set of facts.
 *
 * @param facts of this customer, those of one object from the oldest to the newest.
 * @param terms of the coupons that they name.
 */
export function historyOf(
  { account, id: customerId }: DerivedKey,
  facts: readonly StoredFact[],
  terms: readonly Terms[],
): { states: StoredState[]; changes: StoredChange[] } {
  const discounts = new DiscountsOfCustomer(
    byObject(facts, 'discount').map(([id, own]) => discountHistory(id, own)),
    new Map<string, CouponFacts>(terms.map(({ id, facts: told }) => [id, couponFacts.parse(told)])),
  );
  const subscriptions = byObject(facts, 'subscription').map(([id, own]) => {
    return { id, states: statesOf(subscriptionHistory(id, own), discounts) };
  });
  return {
    states: subscriptions.flatMap(({ id, states }) =>
      states.map((state) => ({ ...state, account, customerId, subscriptionId: id })),
    ),
    changes: changesOf(subscriptions.map(({ states }) => states)).map((change) => ({ ...change, account, customerId })),
  };
}

/** Coupons that the facts name, so that their terms can be looked up. */
export function couponsIn(facts: readonly StoredFact[]): DerivedKey[] {
  const named = facts.flatMap(({ account, kind, facts: told }) => {
    if (kind === 'discount') return [{ account, id: discountFacts.parse(told).coupon }];
    const { discounts, items } = subscriptionFacts.parse(told);
    const applied = [...discounts, ...items.flatMap((item) => item.discounts)];
    return applied.map(({ coupon }) => ({ account, id: coupon }));
  });
  const known = named.flatMap(({ account, id }) => (id === null ? [] : [{ account, id }]));
  return [...new Map(known.map((key) => [`${key.account}/${key.id}`, key])).values()];
}

function byObject(facts: readonly StoredFact[], kind: string): [string, StoredFact[]][] {
  const objects = new Map<string, StoredFact[]>();
  for (const fact of facts) {
    if (fact.kind !== kind) continue;
    const own = objects.get(fact.id);
    if (own) own.push(fact);
    else objects.set(fact.id, [fact]);
  }
  return [...objects];
}

function discountHistory(id: string, facts: readonly StoredFact[]): DiscountHistory {
  const told = facts.map(({ at, facts: one }) => ({ at: at ?? Infinity, facts: discountFacts.parse(one) }));
  return { id, sightings: told.filter(({ at }) => at !== Infinity) };
}

function subscriptionHistory(id: string, facts: readonly StoredFact[]): SubscriptionHistory {
  const sightings = facts.flatMap(({ at, type, facts: told }) =>
    at === null ? [] : [{ at, type, facts: subscriptionFacts.parse(told) }],
  );
  const read = facts.find(({ at, outdated }) => at === null && (!outdated || sightings.length === 0));
  return { id, sightings, read: read ? subscriptionFacts.parse(read.facts) : null };
}
