import { invoiceBilling, subscriptionBilling } from './billing.move.js';

it.each([
  ['subscription', subscriptionBilling],
  ['invoice', invoiceBilling],
])('billing: the %s said by both names how it is paid', (object, move) => {
  expect(move.object).toBe(object);
  expect(move.downgrade({ id: 'x_1', collection_method: 'send_invoice' }, {})).toEqual({
    id: 'x_1',
    billing: 'send_invoice',
    collection_method: 'send_invoice',
  });
});
