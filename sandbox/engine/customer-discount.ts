import type { Customer } from '../objects/customer.js';
import type { EngineContext } from './context.js';
import { endDiscount } from './discount-end.js';
import { invalidRequest } from './errors.js';
import { type DiscountParam, exchange, redeem, redeemable, type Redeemed } from './redemption.js';

/** Looks before anything changes whether the customer may have it. */
export function customerRedemption(ctx: EngineContext, customer: Customer, param: DiscountParam): Redeemed {
  const { currency, id } = customer;
  return redeemable(ctx, param, { amount: null, currency, customer: id, subscription: null });
}

/** A customer has one discount at most: another coupon takes the place of the first (`customer.discount.updated`). */
export function discountCustomer(ctx: EngineContext, customer: Customer, redeemed: Redeemed): Customer {
  const { record, store } = ctx;
  const redeemer = { amount: null, currency: customer.currency, customer: customer.id, subscription: null };
  const discount = customer.discount
    ? exchange(ctx, store.discounts.get(customer.discount.id), redeemed)
    : redeem(ctx, redeemed, redeemer);
  return record.update(store.customers, customer, { discount }, 'customer.updated');
}

export function deleteCustomerDiscount(ctx: EngineContext, id: string): void {
  const { discount } = ctx.store.customers.get(id, 'customer');
  if (!discount) throw invalidRequest(`No active discount for customer: ${id}`, undefined, 'resource_missing');
  endDiscount(ctx, ctx.store.discounts.get(discount.id));
}
