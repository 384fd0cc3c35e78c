import type { Coupon } from '../objects/coupon.js';
import type { Discount } from '../objects/discount.js';
import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';

interface RunningDiscount {
  readonly id: string;
  readonly coupon: Coupon;
}

/** What reduces a subscription's invoices now: its own discounts, and only without any its customer's. */
export function applicableDiscounts(ctx: EngineContext, subscription: Subscription): RunningDiscount[] {
  const { store } = ctx;
  const own = running(ctx, subscription.discounts);
  const general = store.customers.find(subscription.customer)?.discount;
  return own.length === 0 && general ? running(ctx, [general.id]) : own;
}

/** Those that a proration is worth less by: a discount for one invoice waits for the next full period. */
export function lastingDiscounts(ctx: EngineContext, subscription: Subscription): RunningDiscount[] {
  return applicableDiscounts(ctx, subscription).filter(({ coupon }) => coupon.duration !== 'once');
}

function running({ clock, store }: EngineContext, ids: readonly string[]): RunningDiscount[] {
  const alive = ids.flatMap((id): Discount[] => {
    const discount = store.discounts.find(id);
    return discount && (discount.end === null || discount.end > clock.now()) ? [discount] : [];
  });
  return alive.flatMap(({ id, source }) => {
    const coupon = store.coupons.known(source.coupon);
    return coupon ? [{ id, coupon }] : [];
  });
}
