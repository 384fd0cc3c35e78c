import type { StripeObject } from '../stripe.types.js';
import { seconds } from './fields.js';
import { subscriptionItems } from './subscription-items.js';

export interface Period {
  readonly start: Date | null;
  readonly end: Date | null;
}

/** The subscription's own period; since 2025-03-31.basil its items', from the earliest start to the latest end. */
export function subscriptionPeriod(subscription: StripeObject): Period {
  const own = periodOf(subscription);
  const items = subscriptionItems(subscription).map(periodOf);
  return {
    start: own.start ?? earliest(items.map(({ start }) => start)),
    end: own.end ?? latest(items.map(({ end }) => end)),
  };
}

/** The period of an item; before basil all items had the subscription's. */
export function subscriptionItemPeriod(item: StripeObject, subscription: StripeObject): Period {
  const own = periodOf(item);
  const shared = periodOf(subscription);
  return { start: own.start ?? shared.start, end: own.end ?? shared.end };
}

const periodOf = (object: StripeObject): Period => ({
  start: seconds(object, 'current_period_start'),
  end: seconds(object, 'current_period_end'),
});

const earliest = (dates: (Date | null)[]): Date | null => sorted(dates)[0] ?? null;
const latest = (dates: (Date | null)[]): Date | null => sorted(dates).at(-1) ?? null;

const sorted = (dates: (Date | null)[]): Date[] =>
  dates.filter((date) => date !== null).toSorted((a, b) => a.getTime() - b.getTime());
