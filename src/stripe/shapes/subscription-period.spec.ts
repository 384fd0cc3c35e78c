import { subscriptionItemPeriod, subscriptionPeriod } from './subscription-period.js';

const of = (start: number, end: number) => ({ current_period_start: start, current_period_end: end });
const period = (start: number, end: number) => ({ start: new Date(start * 1000), end: new Date(end * 1000) });

describe('subscriptionPeriod', () => {
  it.each([
    ['top level', { ...of(100, 200), items: { data: [{ id: 'si_1' }] } }, period(100, 200)],
    ['on one item', { items: { data: [of(100, 200)] } }, period(100, 200)],
    ['the widest of items', { items: { data: [of(150, 200), of(100, 180), {}] } }, period(100, 200)],
    ['no items', { items: { data: [] } }, { start: null, end: null }],
    ['of 2015', { ...of(100, 200), plan: { id: 'gold' } }, period(100, 200)],
    ['nothing', {}, { start: null, end: null }],
  ])('%s', (_, subscription, expected) => {
    expect(subscriptionPeriod(subscription)).toEqual(expected);
  });
});

describe('subscriptionItemPeriod', () => {
  it.each([
    ['its own', of(100, 200), of(1, 2), period(100, 200)],
    ["the subscription's before basil", {}, of(100, 200), period(100, 200)],
    ['none', {}, {}, { start: null, end: null }],
  ])('%s', (_, item, subscription, expected) => {
    expect(subscriptionItemPeriod(item, subscription)).toEqual(expected);
  });

  it('refuses what is no time', () => {
    expect(() => subscriptionItemPeriod({ current_period_end: 'soon' }, {})).toThrow(
      'current_period_end is not a time in seconds.',
    );
  });
});
