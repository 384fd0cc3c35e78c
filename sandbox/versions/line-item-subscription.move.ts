import type { VersionMove } from './move.js';

/** Before 2018-05-21 a subscription's line had its id as its own and no `subscription`; `unique_line_item_id` was the line's. */
export const lineItemSubscription: VersionMove = {
  since: '2018-05-21',
  object: 'line_item',
  downgrade(fields) {
    if (fields['type'] !== 'subscription') return fields;
    const { id, subscription } = fields;
    return { ...fields, id: subscription, subscription: null, unique_line_item_id: id };
  },
};
