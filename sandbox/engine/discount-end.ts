import type { Discount } from '../objects/discount.js';
import type { EngineContext } from './context.js';

/** `customer.discount.deleted`, then its owner without it. What has ended or is deleted keeps the discount it had. */
export function endDiscount(ctx: EngineContext, discount: Discount): void {
  const { record, store } = ctx;
  const customer = store.customers.find(discount.customer);
  if (discount.subscription === null) {
    if (!customer) return;
    discardDiscount(ctx, discount);
    record.update(store.customers, customer, { discount: null }, 'customer.updated');
    return;
  }
  const subscription = store.subscriptions.get(discount.subscription);
  if (subscription.ended_at !== null) return;
  discardDiscount(ctx, discount);
  const discounts = subscription.discounts.filter((id) => id !== discount.id);
  record.update(store.subscriptions, subscription, { discounts }, 'customer.subscription.updated');
}

/** The discount alone; its owner is told by the caller. */
export function discardDiscount({ record, store }: EngineContext, discount: Discount): void {
  record.remove(store.discounts, discount, 'customer.discount.deleted');
}
