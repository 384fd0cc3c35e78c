import { paymentIntentSource } from './payment-intent-source.move.js';

const intent = { id: 'pi_1', next_action: null, payment_method_types: ['card'] };

describe('payment-intent-source', () => {
  it.each([
    ['requires_payment_method', 'requires_source'],
    ['requires_action', 'requires_source_action'],
    ['requires_confirmation', 'requires_confirmation'],
    ['succeeded', 'succeeded'],
  ])('%s was %s', (status, former) => {
    expect(paymentIntentSource.downgrade({ ...intent, status }, {})).toEqual({
      ...intent,
      allowed_source_types: ['card'],
      next_source_action: null,
      status: former,
    });
  });

  it.each([
    [
      { type: 'redirect_to_url', redirect_to_url: { url: 'https://bank.example' } },
      { type: 'authorize_with_url', authorize_with_url: { url: 'https://bank.example' } },
    ],
    [
      { type: 'use_stripe_sdk', use_stripe_sdk: {} },
      { type: 'use_stripe_sdk', use_stripe_sdk: {} },
    ],
  ])('the action %j was %j', (next_action, next_source_action) => {
    expect(paymentIntentSource.downgrade({ ...intent, next_action }, {})).toMatchObject({
      next_action,
      next_source_action,
    });
  });
});
