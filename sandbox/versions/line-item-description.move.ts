import type { VersionMove } from './move.js';

/** Before 2017-12-14 the line of a subscription had no `description`. */
export const lineItemDescription: VersionMove = {
  since: '2017-12-14',
  object: 'line_item',
  downgrade(fields) {
    return fields['type'] === 'subscription' ? { ...fields, description: null } : fields;
  },
};
