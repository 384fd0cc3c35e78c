import { invoiceClosed } from './invoice-closed.move.js';

it.each([
  ['open', true, { closed: false, forgiven: false }],
  ['paid', false, { closed: true, forgiven: false }],
  ['uncollectible', false, { closed: true, forgiven: true }],
  ['void', false, { closed: true, forgiven: false }],
])('invoice-closed: %s, collected automatically: %p', (status, auto_advance, flags) => {
  const invoice = { id: 'in_1', auto_advance, status };
  expect(invoiceClosed.downgrade(invoice, {})).toEqual({ ...invoice, ...flags });
});
