import { senderOf } from './sender.js';

it.each([
  ['billing@acme.example', { name: '', address: 'billing@acme.example' }],
  ['<billing@acme.example>', { name: '', address: 'billing@acme.example' }],
  ['Acme <billing@acme.example>', { name: 'Acme', address: 'billing@acme.example' }],
  ['"Acme, Inc." <billing@acme.example>', { name: 'Acme, Inc.', address: 'billing@acme.example' }],
  [undefined, { name: '', address: '' }],
])('%s', (mailFrom, sender) => {
  expect(senderOf(mailFrom)).toEqual(sender);
});
