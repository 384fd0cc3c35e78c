import type { Fields } from '../objects/event.js';
import { planOf } from '../objects/plan.js';
import { BASIL, hashAt, type VersionMove, without } from './move.js';
import { taxAmounts } from './taxes.js';

/** Before basil a line said `price`, `plan`, `type`, `proration` and its subscription itself, without `pricing` and `parent`. */
export const lineItem: VersionMove = {
  since: BASIL,
  object: 'line_item',
  downgrade(fields, links) {
    const parent = hashAt(fields, 'parent');
    const byItem = parent['type'] === 'invoice_item_details';
    const details = hashAt(parent, byItem ? 'invoice_item_details' : 'subscription_item_details');
    const price = links.prices?.[String(priceDetails(fields)['price'])];
    return {
      ...without(fields, 'parent', 'pricing', 'taxes', 'subtotal', 'pretax_credit_amounts', 'quantity_decimal'),
      amount_excluding_tax: fields['amount'],
      ...(byItem && { invoice_item: details['invoice_item'] ?? null }),
      plan: price?.type === 'recurring' ? planOf(price) : null,
      price: price ?? priceAsTold(fields),
      proration: details['proration'] ?? false,
      proration_details: { credited_items: null },
      subscription: details['subscription'] ?? null,
      ...(details['subscription_item'] ? { subscription_item: details['subscription_item'] } : {}),
      tax_amounts: taxAmounts(fields['taxes']),
      tax_rates: [],
      type: byItem ? 'invoiceitem' : 'subscription',
      unit_amount_excluding_tax: hashAt(fields, 'pricing')['unit_amount_decimal'] ?? null,
    };
  },
};

function priceDetails(line: Fields): Fields {
  return hashAt(hashAt(line, 'pricing'), 'price_details');
}

/** Of a price that the event does not carry, what the line itself knows. */
function priceAsTold(line: Fields): Fields | null {
  const { price, product } = priceDetails(line);
  const unit = hashAt(line, 'pricing')['unit_amount_decimal'] ?? null;
  if (price === undefined) return null;
  return {
    id: price,
    object: 'price',
    currency: line['currency'],
    product,
    unit_amount: unit === null ? null : Number(unit),
    unit_amount_decimal: unit,
  };
}
