import Stripe from 'stripe';
import { outcomeOf } from './call-outcome.js';

const answered = (statusCode?: number) =>
  new Stripe.errors.StripeAPIError({ type: 'api_error', message: 'sk_test_1', statusCode });

it.each([
  [400, 'refused'],
  [401, 'forbidden'],
  [402, 'refused'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'refused'],
  [429, 'rate_limited'],
  [500, 'stripe_error'],
  [503, 'stripe_error'],
  [undefined, 'no_answer'],
])('an answer of %s is %s', (status, outcome) => {
  expect(outcomeOf(answered(status))).toBe(outcome);
});

it('what is no answer of Stripe is none', () => {
  expect(outcomeOf(new TypeError('fetch failed'))).toBe('no_answer');
  expect(outcomeOf(null)).toBe('no_answer');
});
