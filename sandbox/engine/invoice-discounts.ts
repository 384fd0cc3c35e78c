import type { Coupon } from '../objects/coupon.js';
import { type DiscountAmount, pretaxCredits } from '../objects/discount.js';
import type { InvoiceLine } from '../objects/invoice-line.js';
import { splitByWeight } from './split.js';

export interface Applicable {
  /** The discount's id. */
  readonly id: string;
  readonly coupon: Pick<Coupon, 'amount_off' | 'currency' | 'percent_off'>;
}

interface Discounted {
  readonly lines: InvoiceLine[];
  /** One entry for each discount, in order; minor units, the sum over the lines. */
  readonly totals: DiscountAmount[];
}

/**
 * Discounts stack in their order, each on what the former ones have left, and never below zero. A percentage is rounded
 * line by line; an amount is split over the lines by what is left of them, to the unit.
 */
export function discountLines(lines: readonly InvoiceLine[], discounts: readonly Applicable[]): Discounted {
  const left = lines.map(({ amount, discountable }) => (discountable ? Math.max(0, amount) : 0));
  const totals: DiscountAmount[] = [];
  const taken: DiscountAmount[][] = lines.map(() => []);
  for (const { id, coupon } of discounts) {
    const parts = partsOf(coupon, left, lines[0]?.currency);
    for (const [index, amount] of parts.entries()) {
      left[index] = (left[index] ?? 0) - amount;
      if (lines[index]?.discountable) taken[index]?.push({ amount, discount: id });
    }
    totals.push({ amount: parts.reduce((sum, part) => sum + part, 0), discount: id });
  }
  const discounted = lines.map((line, index) => {
    const discount_amounts = taken[index] ?? [];
    return { ...line, discount_amounts, pretax_credit_amounts: pretaxCredits(discount_amounts) };
  });
  return { lines: discounted, totals };
}

/** The share of a price that percentages leave, in [0, 1]: what a proration of the price is worth. */
export function shareAfter(discounts: readonly Applicable[]): number {
  return discounts.reduce((share, { coupon }) => share * (1 - (coupon.percent_off ?? 0) / 100), 1);
}

function partsOf(coupon: Applicable['coupon'], left: readonly number[], currency: string | undefined): number[] {
  if (coupon.percent_off !== null) {
    const percent = coupon.percent_off;
    return left.map((amount) => Math.round((amount * percent) / 100));
  }
  const all = left.reduce((sum, amount) => sum + amount, 0);
  const off = coupon.currency === currency ? Math.min(coupon.amount_off ?? 0, all) : 0;
  return splitByWeight(off, left);
}
