import { invoiceBillingReason } from './invoice-billing-reason.move.js';

it.each([
  ['subscription_create', 'subscription_update'],
  ['subscription_cycle', 'subscription_cycle'],
])('invoice-billing-reason: %s was %s', (billing_reason, former) => {
  expect(invoiceBillingReason.downgrade({ billing_reason }, {})).toEqual({ billing_reason: former });
});
