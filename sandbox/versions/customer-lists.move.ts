import type { Fields } from '../objects/event.js';
import type { VersionMove } from './move.js';

/** Before 2020-08-27: the customer's `sources`, running `subscriptions` and `tax_ids` inside it. */
export const customerLists: VersionMove = {
  since: '2020-08-27',
  object: 'customer',
  downgrade(fields, links) {
    const list = (name: string, data: readonly Fields[]): Fields => {
      const url = `/v1/customers/${String(fields['id'])}/${name}`;
      return { object: 'list', data, has_more: false, total_count: data.length, url };
    };
    return {
      ...fields,
      sources: list('sources', []), // payment methods never were sources
      subscriptions: list('subscriptions', links.subscriptions ?? []),
      tax_ids: list('tax_ids', links.tax_ids ?? []),
    };
  },
};
