import Stripe from 'stripe';
import { StripeUnavailableError } from '../common/errors.js';
import { toOurs } from './refusal.js';

const asked = (retryAfter?: string) =>
  new Stripe.errors.StripeRateLimitError({
    type: 'invalid_request_error',
    message: 'Slow down.',
    statusCode: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  });

describe('how long Stripe asks to wait', () => {
  it.each([
    ['seconds', '7', 7],
    ['an hour at most, whatever a proxy says', '4102444800', 3_600],
    ['a date', 'Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['before now', '-5', undefined],
    ['no time', '0', undefined],
    ['nothing', '', undefined],
    ['not said', undefined, undefined],
  ])('%s', (_, header, seconds) => {
    const error = toOurs(asked(header));
    expect(error).toBeInstanceOf(StripeUnavailableError);
    expect(error).toMatchObject({ retryAfter: seconds });
  });
});
