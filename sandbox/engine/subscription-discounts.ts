import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { discardDiscount, endDiscount } from './discount-end.js';
import { invalidRequest } from './errors.js';
import { type DiscountParam, redeem, redeemable, type Redeemed, type Redeemer } from './redemption.js';

/** A list replaces the discounts, an empty text takes them away, an empty list changes nothing. */
export type DiscountsParam = readonly DiscountParam[] | '';

type Wanted = Redeemed | { readonly kept: string };

/**
 * The ids after an update. New ones are told by `customer.discount.created`, those that are gone by
 * `customer.discount.deleted`; the subscription's own event is the caller's.
 *
 * @throws StripeApiError before anything has changed
 */
export function changedDiscounts(
  ctx: EngineContext,
  before: readonly string[],
  params: DiscountsParam | undefined,
  redeemer: Redeemer,
): readonly string[] {
  if (params === undefined || (params !== '' && params.length === 0)) return before;
  const wanted = params === '' ? [] : params.map((param) => wantedBy(ctx, before, param, redeemer));
  refuseTwice(wanted);
  const after = wanted.map((one) => ('kept' in one ? one.kept : redeem(ctx, one, redeemer).id));
  for (const id of before) {
    const discount = ctx.store.discounts.find(id);
    if (discount && !after.includes(id)) discardDiscount(ctx, discount);
  }
  return after;
}

/** What a price list would take for the subscription's items, minor units. */
export function redeemerOf(subscription: Subscription): Redeemer {
  const { currency, customer, id, items } = subscription;
  const amount = items.data.reduce((sum, item) => sum + item.price.unit_amount * item.quantity, 0);
  return { amount, currency, customer, subscription: id };
}

export function deleteSubscriptionDiscounts(ctx: EngineContext, id: string): void {
  const subscription = ctx.store.subscriptions.get(id);
  if (subscription.discounts.length === 0 || subscription.ended_at !== null) {
    throw invalidRequest(`No active discount for subscription: ${id}`, undefined, 'resource_missing');
  }
  for (const discount of subscription.discounts) endDiscount(ctx, ctx.store.discounts.get(discount));
}

function wantedBy(ctx: EngineContext, before: readonly string[], param: DiscountParam, redeemer: Redeemer): Wanted {
  if (param.discount === undefined) return redeemable(ctx, param, redeemer);
  if (before.includes(param.discount)) return { kept: param.discount };
  throw invalidRequest(`No such discount: '${param.discount}'`, 'discounts', 'resource_missing');
}

function refuseTwice(wanted: readonly Wanted[]): void {
  const keys = wanted.map((one) => ('kept' in one ? one.kept : one.coupon.id));
  if (new Set(keys).size < keys.length) throw invalidRequest('A coupon can only be applied once.', 'discounts');
}
