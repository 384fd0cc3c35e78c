import { NOVEMBER_2022, type VersionMove } from './move.js';

/** Before 2022-11-15: the charges themselves as a list, newest first, beside `latest_charge`. */
export const paymentIntentCharges: VersionMove = {
  since: NOVEMBER_2022,
  object: 'payment_intent',
  downgrade(fields, links) {
    const data = links.charges ?? [];
    const url = `/v1/charges?payment_intent=${String(fields['id'])}`;
    return { ...fields, charges: { object: 'list', data, has_more: false, total_count: data.length, url } };
  },
};
