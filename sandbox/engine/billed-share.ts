import type { InvoiceLine } from '../objects/invoice-line.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import type { Store } from './store.js';

/** What a period of an item was billed at, once discounts had been taken off: in [0, 1] of its list price. */
function keyOf(item: string, price: string, quantity: number, end: number): string {
  return `${item} ${price} ${quantity} ${end}`;
}

/** Remembered for the credit that unused time of the period is worth later. */
export function noteBilledLine({ billedShare }: Store, line: InvoiceLine): void {
  const item = line.parent.subscription_item_details?.subscription_item;
  if (item === undefined || line.amount <= 0) return;
  const off = line.discount_amounts.reduce((sum, { amount }) => sum + amount, 0);
  const key = keyOf(item, line.pricing.price_details.price, line.quantity, line.period.end);
  billedShare.set(key, (line.amount - off) / line.amount);
}

/** @param end of the period, seconds UTC */
export function noteBilledItem({ billedShare }: Store, item: SubscriptionItem, end: number, share: number): void {
  billedShare.set(keyOf(item.id, item.price.id, item.quantity, end), share);
}

export function shareBilled({ billedShare }: Store, item: SubscriptionItem, end: number): number {
  return billedShare.get(keyOf(item.id, item.price.id, item.quantity, end)) ?? 1;
}
