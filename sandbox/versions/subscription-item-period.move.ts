import { BASIL, type VersionMove, without } from './move.js';

/** Before basil items had no period of their own. */
export const subscriptionItemPeriod: VersionMove = {
  since: BASIL,
  object: 'subscription_item',
  downgrade(fields) {
    return without(fields, 'current_period_end', 'current_period_start');
  },
};
