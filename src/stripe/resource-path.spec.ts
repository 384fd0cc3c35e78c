import { resourcePath } from './resource-path.js';

it.each([
  ['customer', 'cus_1', '/v1/customers/cus_1'],
  ['checkout.session', 'cs_1', '/v1/checkout/sessions/cs_1'],
  ['invoice', 'in_1', '/v1/invoices/in_1'],
  ['customer', '../refunds?x=', '/v1/customers/..%2Frefunds%3Fx%3D'],
  ['line_item', 'il_1', null],
  ['toString', 'x', null],
])('a %s %s is read at %s', (type, id, path) => {
  expect(resourcePath({ type, id })).toBe(path);
});
