import { newInvoiceItem } from '../objects/invoice-item.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import { lastingDiscounts } from './applicable-discounts.js';
import { noteBilledItem, shareBilled } from './billed-share.js';
import type { EngineContext } from './context.js';
import { shareAfter } from './invoice-discounts.js';
import { pricingOf, shareLeft } from './invoice-lines.js';
import { append } from './store.js';

/**
 * Unused time of the old items as credit, remaining time of the new ones as debit, each an invoice item that waits for
 * the next invoice (`invoiceitem.created`). With `resets` only the credit: the new period is billed in full. Both are
 * net of discounts: a credit gives back no more than was billed.
 */
export function prorate(
  ctx: EngineContext,
  before: readonly SubscriptionItem[],
  after: readonly SubscriptionItem[],
  resets: boolean,
): void {
  for (const old of before) {
    const current = after.find(({ id }) => id === old.id);
    const unchanged = current?.price.id === old.price.id && current.quantity === old.quantity;
    if (unchanged && !resets) continue;
    wait(ctx, old, old, -1, 'Unused time on');
    if (current && !resets) wait(ctx, current, old, 1, 'Remaining time on');
  }
  if (resets) return;
  for (const added of after) {
    if (!before.some(({ id }) => id === added.id)) wait(ctx, added, added, 1, 'Remaining time on');
  }
}

function wait(ctx: EngineContext, item: SubscriptionItem, period: SubscriptionItem, sign: 1 | -1, text: string): void {
  const { clock, ids, record, store } = ctx;
  const now = clock.now();
  const share = shareLeft({ start: period.current_period_start, end: period.current_period_end }, now);
  const subscription = store.subscriptions.get(item.subscription);
  const end = period.current_period_end;
  if (sign === 1) noteBilledItem(store, item, end, shareAfter(lastingDiscounts(ctx, subscription)));
  const billed = shareBilled(store, item, end);
  const amount = sign * Math.round(item.price.unit_amount * item.quantity * share * billed);
  const id = ids.timed('ii');
  append(store.pendingItems, subscription.id, id);
  const waiting = newInvoiceItem({
    id,
    amount,
    currency: item.price.currency,
    customer: subscription.customer,
    date: now,
    description: `${text} ${item.quantity} × ${item.price.nickname ?? item.price.product}`,
    invoice: null,
    metadata: {},
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: 'subscription_details',
    },
    period: { end: period.current_period_end, start: now },
    pricing: pricingOf(item.price),
    proration: true,
    quantity: item.quantity,
  });
  record.create(store.invoiceItems, waiting, 'invoiceitem.created');
}
