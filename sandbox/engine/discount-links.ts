import type { Coupon } from '../objects/coupon.js';
import type { Fields } from '../objects/event.js';
import type { Store } from './store.js';

/** Coupons that have been deleted are still shown by the discounts that they gave. */
export function couponsOf(store: Store, ids: readonly string[]): Record<string, Coupon> {
  const coupons = ids.flatMap((id) => store.coupons.known(id) ?? []);
  return Object.fromEntries(coupons.map((coupon) => [coupon.id, coupon]));
}

export function discountLinks(
  store: Store,
  ids: readonly string[],
): { coupons: Record<string, Coupon>; discounts: Fields[] } {
  const discounts = ids.flatMap((id) => store.discounts.known(id) ?? []);
  return {
    coupons: couponsOf(
      store,
      discounts.map(({ source }) => source.coupon),
    ),
    discounts: discounts.map((discount) => ({ ...discount })),
  };
}
