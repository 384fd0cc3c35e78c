import { NOVEMBER_2022, type VersionMove } from './move.js';

/** Before 2022-11-15: the refunds inside the charge, newest first. */
export const chargeRefunds: VersionMove = {
  since: NOVEMBER_2022,
  object: 'charge',
  downgrade(fields, links) {
    const data = links.refunds ?? [];
    const url = `/v1/charges/${String(fields['id'])}/refunds`;
    return { ...fields, refunds: { object: 'list', data, has_more: false, total_count: data.length, url } };
  },
};
