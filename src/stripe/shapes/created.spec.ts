import { createdAt } from './created.js';

describe('createdAt', () => {
  const at = 1_420_070_400;

  it.each([
    ['an object', { created: at, start: at + 9 }],
    ['an invoice before 2019-03', { date: at }],
    ['a subscription before 2017', { start: at }],
  ])('%s', (_, object) => {
    expect(createdAt(object)).toEqual(new Date('2015-01-01T00:00:00Z'));
  });

  it('is null when Stripe does not say', () => {
    expect(createdAt({})).toBeNull();
  });
});
