import { CLOVER, dataOf, hashAt, type VersionMove } from './move.js';

/** Before clover, a cancellation at the end of the period was the boolean; since then `cancel_at` may say it alone. */
export const subscriptionCancel: VersionMove = {
  since: CLOVER,
  object: 'subscription',
  downgrade(fields) {
    const ends = dataOf(hashAt(fields, 'items')).map((item) => item['current_period_end']);
    const atPeriodEnd = fields['cancel_at'] !== null && ends.includes(fields['cancel_at']);
    return atPeriodEnd ? { ...fields, cancel_at_period_end: true } : fields;
  },
};
