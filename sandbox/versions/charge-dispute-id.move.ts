import type { VersionMove } from './move.js';

/** Before 2023-08-16: the id of its dispute in `charge.dispute`, and `destination`, which `transfer_data` had replaced. */
export const chargeDisputeId: VersionMove = {
  since: '2023-08-16',
  object: 'charge',
  downgrade(fields, links) {
    return { ...fields, destination: null, dispute: links.dispute?.['id'] ?? null };
  },
};
