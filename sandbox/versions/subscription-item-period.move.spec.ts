import { subscriptionItemPeriod } from './subscription-item-period.move.js';

it('subscription-item-period: items had no period', () => {
  const item = { id: 'si_1', quantity: 1, current_period_start: 1, current_period_end: 2 };
  expect(subscriptionItemPeriod.downgrade(item, {})).toEqual({ id: 'si_1', quantity: 1 });
});
