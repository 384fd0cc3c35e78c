import { BASIL, hashAt, type VersionMove, without } from './move.js';

/** Before basil an invoice item named its price and subscription itself. */
export const invoiceItem: VersionMove = {
  since: BASIL,
  object: 'invoiceitem',
  downgrade(fields) {
    const pricing = hashAt(fields, 'pricing');
    const details = hashAt(hashAt(fields, 'parent'), 'subscription_details');
    return {
      ...without(fields, 'net_amount', 'parent', 'pricing', 'quantity_decimal'),
      price: hashAt(pricing, 'price_details')['price'] ?? null,
      subscription: details['subscription'] ?? null,
      subscription_item: details['subscription_item'] ?? null,
      unit_amount_decimal: pricing['unit_amount_decimal'] ?? null,
    };
  },
};
