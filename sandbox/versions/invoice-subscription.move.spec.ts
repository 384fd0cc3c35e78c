import { invoiceSubscription } from './invoice-subscription.move.js';

describe('invoice-subscription', () => {
  it('the invoice named its subscription itself', () => {
    const parent = {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: { subscription: 'sub_1', metadata: { tenant: 'acme' } },
    };
    expect(invoiceSubscription.downgrade({ id: 'in_1', parent }, {})).toEqual({
      id: 'in_1',
      discount: null,
      quote: null,
      subscription: 'sub_1',
      subscription_details: { metadata: { tenant: 'acme' } },
    });
  });

  it('without a parent it belonged to none', () => {
    expect(invoiceSubscription.downgrade({ parent: null }, {})).toMatchObject({ subscription: null, quote: null });
  });
});
