import { subscriptionCancel } from './subscription-cancel.move.js';

describe('subscription-cancel', () => {
  const items = { object: 'list', data: [{ current_period_end: 200 }] };

  it('cancel_at at the end of the period was the boolean', () => {
    const portal = { items, cancel_at: 200, cancel_at_period_end: false };
    expect(subscriptionCancel.downgrade(portal, {})).toEqual({ items, cancel_at: 200, cancel_at_period_end: true });
  });

  it.each([null, 150])('cancel_at %p is left as it is', (cancel_at) => {
    const fields = { items, cancel_at, cancel_at_period_end: false };
    expect(subscriptionCancel.downgrade(fields, {})).toEqual(fields);
  });
});
