import { NOVEMBER_2022, type VersionMove } from './move.js';

/** Before 2022-11-15: the charges themselves as a list, newest first; `latest_charge` did not exist. */
export const paymentIntentCharges: VersionMove = {
  since: NOVEMBER_2022,
  object: 'payment_intent',
  downgrade(fields, links) {
    const data = links.charges ?? [];
    const { latest_charge: _latest, ...rest } = fields;
    const url = `/v1/charges?payment_intent=${String(fields['id'])}`;
    return { ...rest, charges: { object: 'list', data, has_more: false, total_count: data.length, url } };
  },
};
