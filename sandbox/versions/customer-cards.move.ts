import { dataOf, hashAt, type VersionMove } from './move.js';

/** Before 2015-02-18: the customer's `cards` and `default_card`, beside `sources` and `default_source`. */
export const customerCards: VersionMove = {
  since: '2015-02-18',
  object: 'customer',
  downgrade(fields) {
    const data = dataOf(hashAt(fields, 'sources')).filter(({ object }) => object === 'card');
    const url = `/v1/customers/${String(fields['id'])}/cards`;
    const cards = { object: 'list', data, has_more: false, total_count: data.length, url };
    return { ...fields, cards, default_card: fields['default_source'] ?? null };
  },
};
