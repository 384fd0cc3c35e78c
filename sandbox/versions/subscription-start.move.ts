import type { VersionMove } from './move.js';

/** Before 2019-10-17: `subscription.start`, when its items or its status last changed (seconds UTC), beside `start_date`. */
export const subscriptionStart: VersionMove = {
  since: '2019-10-17',
  object: 'subscription',
  downgrade(fields, links) {
    return { ...fields, start: links.start ?? fields['start_date'] };
  },
};
