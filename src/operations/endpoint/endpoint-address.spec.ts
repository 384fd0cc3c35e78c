import { baseAddress, deliveryAddress, leadsTo, mayLeadHere } from './endpoint-address.js';

it.each([
  ['https://pay.example', 'https://pay.example/webhooks/stripe'],
  ['https://pay.example/', 'https://pay.example/webhooks/stripe'],
  ['https://example.com/billing/', 'https://example.com/billing/webhooks/stripe'],
  ['https://pay.example/api/webhooks/stripe', 'https://pay.example/api/webhooks/stripe'],
])('%s delivers to %s', (url, expected) => {
  expect(deliveryAddress(url)).toBe(expected);
});

it.each([
  ['https://pay.example/', 'https://pay.example'],
  ['https://example.com/billing/api/webhooks/stripe', 'https://example.com/billing'],
  ['https://pay.example/stripe/webhook', 'https://pay.example'],
])('of %s the rest is at %s', (url, expected) => {
  expect(baseAddress(url)).toBe(expected);
});

it.each([
  ['https://pay.example', 'https://pay.example/webhooks/stripe', true],
  ['https://pay.example', 'https://PAY.example:443/stripe/webhook/', true],
  ['https://pay.example/billing', 'https://pay.example/billing/api/webhooks/stripe', true],
  ['https://pay.example/billing', 'https://pay.example/webhooks/stripe', false],
  ['https://pay.example', 'https://pay.example/webhooks/other', false],
  ['https://pay.example', 'http://pay.example/webhooks/stripe', false],
  ['https://pay.example', 'https://shop.example/webhooks/stripe', false],
  ['https://pay.example/webhooks/stripe', 'https://pay.example/webhooks/stripe?from=stripe', true],
  ['https://pay.example/webhooks/stripe', 'https://pay.example/stripe/webhook', false],
  ['https://pay.example', 'no address', false],
])('a backend at %s, an endpoint with %s: %s', (base, address, expected) => {
  expect(leadsTo(base, address)).toBe(expected);
});

it('knows what may be an address of a Countinghouse', () => {
  expect(['https://a.example/webhooks/stripe', 'https://a.example/hook', 'x'].map(mayLeadHere)).toEqual([
    true,
    false,
    false,
  ]);
});
