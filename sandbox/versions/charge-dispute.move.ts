import type { VersionMove } from './move.js';

/** Before 2017-02-14: the whole dispute in `charge.dispute`, null without one. */
export const chargeDispute: VersionMove = {
  since: '2017-02-14',
  object: 'charge',
  downgrade(fields, links) {
    return { ...fields, dispute: links.dispute ?? null };
  },
};
