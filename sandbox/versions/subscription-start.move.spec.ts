import { subscriptionStart } from './subscription-start.move.js';

it('subscription-start: the last change of substance was told, at first the start itself', () => {
  const subscription = { id: 'sub_1', start_date: 100 };
  expect(subscriptionStart.downgrade(subscription, { start: 200 })).toEqual({ ...subscription, start: 200 });
  expect(subscriptionStart.downgrade(subscription, {})).toEqual({ ...subscription, start: 100 });
});
