import { subscriptionItems } from './subscription-items.js';

describe('subscriptionItems', () => {
  const single = { id: 'sub_1', plan: { id: 'gold' }, quantity: 2 };

  it.each([
    ['items', { items: { data: [{ id: 'si_1' }, { id: 'si_2' }] } }, [{ id: 'si_1' }, { id: 'si_2' }]],
    ['items beside a plan', { ...single, items: { data: [{ id: 'si_1' }] } }, [{ id: 'si_1' }]],
    ['before 2016 the subscription itself', single, [single]],
    ['neither', { id: 'sub_1', plan: null }, []],
  ])('%s', (_, subscription, expected) => {
    expect(subscriptionItems(subscription)).toEqual(expected);
  });
});
