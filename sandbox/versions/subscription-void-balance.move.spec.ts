import { subscriptionVoidBalance } from './subscription-void-balance.move.js';

it('subscription-void-balance: voiding kept the balance', () => {
  expect(subscriptionVoidBalance.downgrade({ id: 'sub_1' }, {})).toEqual({
    id: 'sub_1',
    invoice_customer_balance_settings: { consume_applied_balance_on_void: true },
  });
});
