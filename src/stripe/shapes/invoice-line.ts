import type { StripeObject } from '../stripe.types.js';
import { field, flag, hash, id, ownId, word } from './fields.js';
import { termsOfItem } from './price-terms.js';

/** Where an invoice line comes from. */
export interface LineOrigin {
  readonly priceId: string | null;
  readonly productId: string | null;
  readonly subscriptionId: string | null;
  readonly subscriptionItemId: string | null;
  readonly invoiceItemId: string | null;
  readonly proration: boolean;
}

/** Since 2025-03-31.basil under `parent` and `pricing`; before, on the line itself, and still earlier with `plan`. */
export function lineOrigin(line: StripeObject): LineOrigin {
  const parent = hash(line, 'parent');
  const details = (parent && (hash(parent, word(parent, 'type') ?? '') ?? detailsOf(parent))) ?? line;
  const pricing = hash(line, 'pricing');
  const priced = pricing && hash(pricing, 'price_details');
  const terms = termsOfItem(line);
  const price = priced && hash(priced, 'price');
  return {
    priceId: (priced && id(priced, 'price')) ?? terms.priceId,
    productId: (priced && id(priced, 'product')) ?? (price && id(price, 'product')) ?? terms.productId,
    subscriptionId: id(details, 'subscription') ?? id(line, 'subscription') ?? subscriptionAsLine(line),
    subscriptionItemId: id(details, 'subscription_item'),
    invoiceItemId: id(details, 'invoice_item') ?? invoiceItemAsLine(line),
    proration: flag(details, 'proration') === true,
  };
}

/**
 * The line's own id. Before 2019-12 `id` was that of the subscription or the invoice item it came from, which two lines
 * may share, and `unique_id` (or `unique_line_item_id`) the line's.
 */
export function lineId(line: StripeObject): string {
  return id(line, 'unique_id') ?? id(line, 'unique_line_item_id') ?? ownId(line);
}

const detailsOf = (parent: StripeObject): StripeObject | null =>
  hash(parent, 'subscription_item_details') ?? hash(parent, 'invoice_item_details');

const subscriptionAsLine = (line: StripeObject): string | null => startingWith(line, 'sub_');
const invoiceItemAsLine = (line: StripeObject): string | null => startingWith(line, 'ii_');

function startingWith(line: StripeObject, prefix: string): string | null {
  const origin = field(line, 'id');
  return typeof origin === 'string' && origin.startsWith(prefix) ? id(line, 'id') : null;
}
