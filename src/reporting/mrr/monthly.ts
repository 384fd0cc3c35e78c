import type { ItemFacts } from './facts.js';
import { decimal, fraction, product, quotient, type Fraction } from './fraction.js';

/** Months have no fixed length: a year is 12 months, 52 weeks or 365 days, whichever a price is billed by. */
const TIMES_A_YEAR: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, year: 1 };

/** How often a month something is billed, exactly; null for what is not billed again and again. */
export function timesAMonth({ interval, every }: Pick<ItemFacts, 'interval' | 'every'>): Fraction | null {
  const times = interval === null || !Object.hasOwn(TIMES_A_YEAR, interval) ? undefined : TIMES_A_YEAR[interval];
  return times === undefined ? null : fraction(times, 12 * (every || 1));
}

/** Minor units a bill, before discounts; null where the price alone does not tell. */
export function billed(item: ItemFacts): Fraction | null {
  const amount = item.amount === null ? null : decimal(item.amount);
  if (amount === null || item.quantity === null) return null;
  return product(amount, fraction(packagesOf(item.quantity, item.packages)));
}

/** What the months of an item bring in on average, minor units, before discounts. */
export function monthly(item: ItemFacts): Fraction | null {
  const times = timesAMonth(item);
  const amount = billed(item);
  return times && amount && product(amount, times);
}

function packagesOf(quantity: number, packages: ItemFacts['packages']): bigint {
  if (packages === null) return BigInt(quantity);
  const { over, under } = quotient(fraction(quantity), fraction(packages.of));
  return packages.round === 'down' ? over / under : (over + under - 1n) / under;
}
