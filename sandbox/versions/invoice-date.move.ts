import { hashAt, type VersionMove } from './move.js';

/** Before 2019-03-14: `invoice.date` beside `created`, and `finalized_at` beside `status_transitions`. */
export const invoiceDate: VersionMove = {
  since: '2019-03-14',
  object: 'invoice',
  downgrade(fields) {
    const finalized_at = hashAt(fields, 'status_transitions')['finalized_at'] ?? null;
    return { ...fields, date: fields['created'], finalized_at };
  },
};
