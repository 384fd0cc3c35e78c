import { type InvoiceItem, newInvoiceItem } from '../objects/invoice-item.js';
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
  const { record, store } = ctx;
  for (const { item, period, sign, text } of movesOf(before, after, resets)) {
    if (sign === 1) noteBilledItem(store, item, period.current_period_end, shareOfNew(ctx, item));
    const waiting = prorationItem(ctx, { item, period, sign, text });
    append(store.pendingItems, item.subscription, waiting.id);
    record.create(store.invoiceItems, waiting, 'invoiceitem.created');
  }
}

/** What {@link prorate} would make, of which nothing is kept. */
export function previewProrations(
  ctx: EngineContext,
  before: readonly SubscriptionItem[],
  after: readonly SubscriptionItem[],
  resets: boolean,
): InvoiceItem[] {
  return movesOf(before, after, resets).map((move) => prorationItem(ctx, move));
}

interface Move {
  readonly item: SubscriptionItem;
  /** The item whose period it is. */
  readonly period: SubscriptionItem;
  readonly sign: 1 | -1;
  readonly text: string;
}

function movesOf(before: readonly SubscriptionItem[], after: readonly SubscriptionItem[], resets: boolean): Move[] {
  const changed = before.flatMap((old): Move[] => {
    const current = after.find(({ id }) => id === old.id);
    const unchanged = current?.price.id === old.price.id && current.quantity === old.quantity;
    if (unchanged && !resets) return [];
    const credit: Move = { item: old, period: old, sign: -1, text: 'Unused time on' };
    return current && !resets ? [credit, { item: current, period: old, sign: 1, text: 'Remaining time on' }] : [credit];
  });
  const added = resets ? [] : after.filter(({ id }) => !before.some((old) => old.id === id));
  return [...changed, ...added.map((item): Move => ({ item, period: item, sign: 1, text: 'Remaining time on' }))];
}

const shareOfNew = (ctx: EngineContext, { subscription }: SubscriptionItem): number =>
  shareAfter(lastingDiscounts(ctx, ctx.store.subscriptions.get(subscription)));

function prorationItem(ctx: EngineContext, { item, period, sign, text }: Move): InvoiceItem {
  const { clock, ids, store } = ctx;
  const now = clock.now();
  const share = shareLeft({ start: period.current_period_start, end: period.current_period_end }, now);
  const subscription = store.subscriptions.get(item.subscription);
  const end = period.current_period_end;
  const billed = sign === 1 ? shareOfNew(ctx, item) : shareBilled(store, item, end);
  return newInvoiceItem({
    id: ids.timed('ii'),
    amount: sign * Math.round(item.price.unit_amount * item.quantity * share * billed),
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
    period: { end, start: now },
    pricing: pricingOf(item.price),
    proration: true,
    quantity: item.quantity,
  });
}
