import { objectKind } from './object-kind.js';

describe('objectKind', () => {
  it.each([
    ['plan.updated', 'plan'],
    ['price.updated', 'price'],
    ['checkout.session.async_payment_failed', 'checkout.session'],
    ['customer.subscription.deleted', 'customer.subscription'],
    ['customer.discount.created', 'customer.discount'],
    ['refund.failed', 'refund'],
    ['charge.refund.updated', 'refund'],
    ['charge.refunded', 'charge'],
    ['account.application.deauthorized', 'account.application'],
    ['account.application.authorized', 'account.application'],
    ['account.external_account.updated', 'account.external_account'],
    ['account.updated', 'account'],
    ['v1.customer.subscription.past_due', 'customer.subscription'],
    ['ping', ''],
    ['constructor.created', 'constructor'],
  ])('%s: %s', (type, kind) => {
    expect(objectKind(type)).toBe(kind);
  });
});
