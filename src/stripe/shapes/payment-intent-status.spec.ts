import { paymentIntentStatus } from './payment-intent-status.js';

describe('paymentIntentStatus', () => {
  it.each([
    ['requires_source', 'requires_payment_method'],
    ['requires_payment_method', 'requires_payment_method'],
    ['requires_source_action', 'requires_action'],
    ['requires_action', 'requires_action'],
    ['a_status_to_come', 'a_status_to_come'],
    [null, null],
  ])('%s is %s', (status, expected) => {
    expect(paymentIntentStatus({ status })).toBe(expected);
  });
});
