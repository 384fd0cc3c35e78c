import type { Coupon } from '../objects/coupon.js';
import { type Discount, newDiscount } from '../objects/discount.js';
import type { PromotionCode } from '../objects/promotion-code.js';
import { addInterval } from './calendar.js';
import type { EngineContext } from './context.js';
import { countRedemption } from './coupon-validity.js';
import { endDiscount } from './discount-end.js';
import { invalidRequest, missingParameter, type StripeApiError } from './errors.js';

/** One way to ask for a discount: by coupon, by promotion code, or by the id of one that is there already. */
export interface DiscountParam {
  coupon?: string;
  promotion_code?: string;
  discount?: string;
}

/** Whom it is for. */
export interface Redeemer {
  readonly customer: string;
  /** Null: for all that the customer is billed. */
  readonly subscription: string | null;
  readonly currency: string | null;
  /** Minor units of what is bought; null when nothing is. */
  readonly amount: number | null;
}

export interface Redeemed {
  readonly coupon: Coupon;
  readonly code: PromotionCode | null;
}

/** The coupon that may be redeemed. @throws StripeApiError when it may not; nothing has changed then */
export function redeemable(ctx: EngineContext, param: DiscountParam, redeemer: Redeemer): Redeemed {
  const { store } = ctx;
  const code = param.promotion_code ? store.promotionCodes.get(param.promotion_code, 'promotion_code') : null;
  const id = code?.promotion.coupon ?? param.coupon;
  if (!id) throw missingParameter('discounts[0][coupon]');
  if (code) requireUsable(ctx, code, redeemer);
  const coupon = store.coupons.get(id, 'coupon');
  if (!coupon.valid) throw invalidRequest(`Coupon expired: ${id}`, 'coupon', 'coupon_expired');
  if (coupon.currency !== null && redeemer.currency !== null && coupon.currency !== redeemer.currency) {
    throw invalidRequest(
      `The coupon ${id} is in ${coupon.currency} and cannot be applied to an object in ${redeemer.currency}.`,
      'coupon',
    );
  }
  return { coupon, code };
}

/** `customer.discount.created`, then the counts of the coupon and the code. Its owner is told by the caller. */
export function redeem(ctx: EngineContext, { coupon, code }: Redeemed, redeemer: Redeemer): Discount {
  const { ids, record, store } = ctx;
  const discount = newDiscount({
    id: ids.timed('di'),
    ...terms(ctx, { coupon, code }),
    customer: redeemer.customer,
    subscription: redeemer.subscription,
  });
  const created = record.create(store.discounts, discount, 'customer.discount.created');
  countRedemption(ctx, coupon, code);
  planEnd(ctx, created);
  return created;
}

/** Another coupon for a discount that is there: `customer.discount.updated`. */
export function exchange(ctx: EngineContext, discount: Discount, { coupon, code }: Redeemed): Discount {
  const { record, store } = ctx;
  const exchanged = record.update(store.discounts, discount, terms(ctx, { coupon, code }), 'customer.discount.updated');
  countRedemption(ctx, coupon, code);
  planEnd(ctx, exchanged);
  return exchanged;
}

function terms({ clock }: EngineContext, { coupon, code }: Redeemed) {
  const start = clock.now();
  return {
    end: coupon.duration_in_months === null ? null : addInterval(start, 'month', coupon.duration_in_months, start),
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start,
  } as const;
}

function planEnd(ctx: EngineContext, { id, end }: Discount): void {
  if (end === null) return;
  ctx.schedule.at(end, () => {
    const discount = ctx.store.discounts.find(id);
    if (discount?.end === end) endDiscount(ctx, discount);
  });
}

function requireUsable({ store }: EngineContext, code: PromotionCode, { amount, currency, customer }: Redeemer): void {
  const { first_time_transaction, minimum_amount, minimum_amount_currency } = code.restrictions;
  if (!code.active) throw notRedeemable('it is not active');
  if (code.customer !== null && code.customer !== customer) throw notRedeemable('it belongs to another customer');
  const bought = store.charges.values().some((charge) => charge.customer === customer && charge.paid);
  if (first_time_transaction && bought) throw notRedeemable('the associated customer has prior transactions');
  const enough = amount === null || minimum_amount === null || amount >= minimum_amount;
  if (!enough || (amount !== null && minimum_amount !== null && minimum_amount_currency !== currency)) {
    throw notRedeemable(`the order does not reach ${minimum_amount} ${minimum_amount_currency}`);
  }
}

function notRedeemable(why: string): StripeApiError {
  return invalidRequest(`This promotion code cannot be redeemed because ${why}.`, 'promotion_code');
}
