import { eventDifference } from './event-difference.js';

const handled = ['customer.created', 'invoice.paid'];

it.each([
  [['invoice.paid', 'customer.created'], [], []],
  [['invoice.paid'], ['customer.created'], []],
  [['invoice.paid', 'order.created', 'charge.expired', 'customer.created'], [], ['charge.expired', 'order.created']],
  [['*'], [], ['*']],
  [[], handled, []],
])('of an endpoint that is sent %j', (enabled, lacking, surplus) => {
  expect(eventDifference(enabled, handled)).toEqual({ lacking, surplus });
});
