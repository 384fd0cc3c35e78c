import type { CouponFacts, ItemFacts, SubscriptionFacts } from './facts.js';
import {
  apportioned,
  decimal,
  difference,
  fraction,
  isLess,
  product,
  quotient,
  smaller,
  sum,
  ZERO,
  type Fraction,
} from './fraction.js';
import { monthly, timesAMonth } from './monthly.js';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** Coupons that take something off each bill, in the order in which they do. */
export interface Reductions {
  readonly ofSubscription: readonly CouponFacts[];
  /** By the item's id. */
  readonly ofItems: ReadonlyMap<string, readonly CouponFacts[]>;
}

/** What one subscription brings in a month. Minor units. */
interface RecurringRevenue {
  /** The only place where anything is rounded: the exact sum of the items, a half up. */
  readonly total: number;
  /** Adds up to the total: rounded by largest remainder. Metered items and those without a price have 0. */
  readonly items: readonly { readonly item: ItemFacts; readonly mrr: number }[];
  readonly metered: number;
  /** Items whose price does not tell an amount (tiers), or not in the subscription's currency. */
  readonly unpriced: number;
}

/**
 * Discounts stack in their order, each on what the former ones have left, never below zero: first an item's own, then
 * the subscription's. An amount is split over the items by what is left of them.
 */
export function recurringRevenue({ items, currency }: SubscriptionFacts, reductions: Reductions): RecurringRevenue {
  const gross = items.map((item) => (item.metered ? null : monthly(item)));
  let left = gross.map((amount, i) => {
    const own = reductions.ofItems.get(items[i]?.id ?? '') ?? [];
    const times = items[i] && timesAMonth(items[i]);
    return own.reduce((rest, coupon) => reduce([rest], coupon, currency, times)[0] ?? ZERO, amount ?? ZERO);
  });
  const times = mostOften(items);
  for (const coupon of reductions.ofSubscription) left = reduce(left, coupon, currency, times);
  const whole = apportioned(left);
  return {
    total: exactly(whole.reduce((a, b) => a + b, 0n)),
    items: items.map((item, i) => ({ item, mrr: exactly(whole[i] ?? 0n) })),
    metered: items.filter(({ metered }) => metered).length,
    unpriced: items.filter(({ metered }, i) => !metered && gross[i] === null).length,
  };
}

/**
 * The largest number that is exact stands for all that are larger, which no row could hold: they would keep everybody's
 * revenue from being computed. A report that adds it up is refused.
 */
const exactly = (amount: bigint): number => (amount > LARGEST ? Number.MAX_SAFE_INTEGER : Number(amount));

/** An amount is taken off each bill, and there are as many bills as that of the item billed most often. */
const mostOften = (items: readonly ItemFacts[]): Fraction | null =>
  items.reduce<Fraction | null>((most, item) => {
    const times = timesAMonth(item);
    return times && (most === null || isLess(most, times)) ? times : most;
  }, null);

function reduce(
  amounts: readonly Fraction[],
  { percentOff, amountOff, currency }: CouponFacts,
  ofSubscription: string,
  times: Fraction | null | undefined,
): Fraction[] {
  if (percentOff !== null) {
    const share = product(decimal(String(percentOff)) ?? ZERO, fraction(1, 100));
    return amounts.map((amount) => difference(amount, product(amount, share)));
  }
  const all = amounts.reduce(sum, ZERO);
  if (amountOff === null || currency !== ofSubscription || !times || !isLess(ZERO, all)) return [...amounts];
  const off = smaller(product(fraction(amountOff), times), all);
  const share = quotient(off, all);
  return amounts.map((amount) => difference(amount, product(amount, share)));
}
