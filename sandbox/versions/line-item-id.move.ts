import type { VersionMove } from './move.js';

/** Before 2019-12-03: a line's `id` was its invoice item's, or began with `sli_`; the one of today was `unique_id`. */
export const lineItemId: VersionMove = {
  since: '2019-12-03',
  object: 'line_item',
  downgrade(fields) {
    const unique = String(fields['id']);
    const id = fields['type'] === 'invoiceitem' ? fields['invoice_item'] : unique.replace(/^il_/, 'sli_');
    return { ...fields, id, unique_id: unique };
  },
};
