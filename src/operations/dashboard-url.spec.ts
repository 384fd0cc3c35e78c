import { customerUrl, eventUrl } from './dashboard-url.js';

it.each([
  [{ id: 'evt_1', account: '', livemode: true }, 'https://dashboard.stripe.com/events/evt_1'],
  [{ id: 'evt_1', account: '', livemode: false }, 'https://dashboard.stripe.com/test/events/evt_1'],
  [{ id: 'evt_1', account: 'acct_1', livemode: false }, 'https://dashboard.stripe.com/acct_1/test/events/evt_1'],
  [{ id: 'evt_/../x', account: '', livemode: true }, 'https://dashboard.stripe.com/events/evt_%2F..%2Fx'],
  [{ id: 'evt_1', account: '?org_1', livemode: true }, null],
])('%o is at %s', (event, url) => {
  expect(eventUrl(event)).toBe(url);
});

it('a customer has a page too', () => {
  const customer = { id: 'cus_1', account: 'acct_1', livemode: true };
  expect(customerUrl(customer)).toBe('https://dashboard.stripe.com/acct_1/customers/cus_1');
});
