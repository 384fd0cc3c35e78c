import type { VersionMove } from './move.js';

/** Before 2015-02-18 a charge that succeeded was `paid`, and `card` stood beside `source`. */
export const chargeCard: VersionMove = {
  since: '2015-02-18',
  object: 'charge',
  downgrade(fields) {
    const status = fields['status'] === 'succeeded' ? 'paid' : fields['status'];
    return { ...fields, card: fields['source'] ?? null, status };
  },
};
