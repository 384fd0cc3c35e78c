import type { VersionMove } from './move.js';

/** Before 2020-08-27: the tiers inside the plan, null without any. (The sandbox sells nothing in tiers.) */
export const planTiers: VersionMove = {
  since: '2020-08-27',
  object: 'plan',
  downgrade(fields) {
    return { ...fields, tiers: null };
  },
};
