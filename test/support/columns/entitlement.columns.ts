import { at, derived, id, word, type Columns } from './column.js';

export const ACTIVE_ENTITLEMENT_SUMMARIES: Columns = {
  complete: derived((summary) => at(summary, 'entitlements.has_more') === false),
};

export const ACTIVE_ENTITLEMENTS: Columns = {
  id: derived((entitlement) => at(entitlement, 'id')),
  feature_id: id('feature'),
  lookup_key: word('lookup_key'),
};
