import type { InvoiceItem } from '../objects/invoice-item.js';
import { type InvoiceLine, newInvoiceLine, type Period, type Pricing } from '../objects/invoice-line.js';
import type { Price } from '../objects/price.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import type { EngineContext } from './context.js';

export function pricingOf(price: Price): Pricing {
  return {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

/** The ordinary line of a period. Free while the subscription is on trial. */
export function periodLine(
  { ids }: EngineContext,
  invoice: string | null,
  item: SubscriptionItem,
  free = false,
): InvoiceLine {
  return newInvoiceLine({
    id: ids.timed('il'),
    amount: free ? 0 : item.price.unit_amount * item.quantity,
    currency: item.price.currency,
    description: free ? 'Free trial' : `${item.quantity} × ${item.price.nickname ?? item.price.product}`,
    invoice,
    metadata: item.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: item.subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { end: item.current_period_end, start: item.current_period_start },
    pricing: pricingOf(item.price),
    quantity: item.quantity,
    subscription: item.subscription,
  });
}

/** The line of an invoice item, which is where prorations wait. */
export function itemLine({ ids }: EngineContext, invoice: string | null, item: InvoiceItem): InvoiceLine {
  const { subscription } = item.parent.subscription_details;
  return newInvoiceLine({
    id: ids.timed('il'),
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    invoice,
    metadata: item.metadata,
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: item.proration,
        proration_details: null,
        subscription,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pricing: item.pricing,
    quantity: item.quantity,
    subscription,
  });
}

/** The share of `period` that is still to come at `now`, in [0, 1]. */
export function shareLeft(period: Period, now: number): number {
  const length = period.end - period.start;
  return length <= 0 ? 0 : Math.min(1, Math.max(0, (period.end - now) / length));
}
