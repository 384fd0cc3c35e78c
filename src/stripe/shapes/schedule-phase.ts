import type { StripeObject } from '../stripe.types.js';
import { couponOfDiscount } from './coupon.js';
import type { AppliedDiscount } from './discounts.js';
import { field, hash, id, integer } from './fields.js';
import { list } from './list.js';
import { termsOfItem } from './price-terms.js';

/** As it stands in a jsonb column, so in Stripe's own spelling. */
export interface ScheduledItem {
  /** A plan's id where there was no price yet. */
  readonly price: string | null;
  /** Null for metered usage. */
  readonly quantity: number | null;
}

/** What a phase bills in each period: `items`, each with a `price`; until 2020 `plans`, each with a `plan`. */
export function phaseItems(phase: StripeObject): ScheduledItem[] {
  return list(phase, field(phase, 'items') === null ? 'plans' : 'items').map(scheduled);
}

/** What it bills once, with the first invoice. */
export function phaseInvoiceItems(phase: StripeObject): ScheduledItem[] {
  return list(phase, 'add_invoice_items').map(scheduled);
}

const scheduled = (item: StripeObject): ScheduledItem => ({
  price: termsOfItem(item).priceId,
  quantity: integer(item, 'quantity'),
});

/**
 * The discounts of a phase; each names a coupon, a promotion code, or a discount that is there already. Until
 * 2025-03-31.basil there was one `coupon` as well, and in the beginning nothing else.
 */
export function phaseDiscounts(phase: StripeObject): AppliedDiscount[] {
  const many = list(phase, 'discounts').map((entry) => {
    const discount = hash(entry, 'discount');
    return {
      id: id(entry, 'discount'),
      coupon: couponOfDiscount(entry) ?? (discount && couponOfDiscount(discount)),
      promotion_code: id(entry, 'promotion_code'),
    };
  });
  const coupon = id(phase, 'coupon');
  return many.length === 0 && coupon !== null ? [{ id: null, coupon, promotion_code: null }] : many;
}
