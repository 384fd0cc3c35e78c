import type { VersionMove } from './move.js';

/** Before 2019-12-03 a voided invoice kept the balance that it had used up, and the subscription said so. */
export const subscriptionVoidBalance: VersionMove = {
  since: '2019-12-03',
  object: 'subscription',
  downgrade(fields) {
    return { ...fields, invoice_customer_balance_settings: { consume_applied_balance_on_void: true } };
  },
};
