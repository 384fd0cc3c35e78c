import { invoiceSubscription } from './invoice-subscription.js';

const since = (subscription: unknown) => ({
  parent: { type: 'subscription_details', subscription_details: { subscription, metadata: {} }, quote_details: null },
});

describe('invoiceSubscription', () => {
  it.each([
    ['before basil', { subscription: 'sub_1' }, 'sub_1'],
    ['before basil, expanded', { subscription: { id: 'sub_1' } }, 'sub_1'],
    ['since', since('sub_1'), 'sub_1'],
    ['since, expanded', since({ id: 'sub_1' }), 'sub_1'],
    ['of a quote', { parent: { type: 'quote_details', subscription_details: null } }, null],
    ['none', { subscription: null, parent: null }, null],
    ['nothing said', {}, null],
  ])('%s', (_, invoice, expected) => {
    expect(invoiceSubscription(invoice)).toBe(expected);
  });

  it('names the path', () => {
    expect(() => invoiceSubscription(since(5))).toThrow('parent.subscription_details.subscription is not an id.');
  });
});
