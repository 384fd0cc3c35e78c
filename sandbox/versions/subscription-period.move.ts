import { BASIL, dataOf, hashAt, type VersionMove, without } from './move.js';

/** Before basil: the period at the top, and for a single item its `plan` and `quantity` too; the first discount itself. */
export const subscriptionPeriod: VersionMove = {
  since: BASIL,
  object: 'subscription',
  downgrade(fields, links) {
    const items = hashAt(fields, 'items');
    const data = dataOf(items);
    const only = data.length === 1 ? data[0] : undefined;
    return {
      ...without(fields, 'billing_mode'),
      current_period_end: data[0]?.['current_period_end'] ?? null,
      current_period_start: data[0]?.['current_period_start'] ?? null,
      discount: links.discounts?.[0] ?? null,
      items: { ...items, total_count: data.length },
      plan: only?.['plan'] ?? null,
      quantity: only?.['quantity'] ?? null,
    };
  },
};
