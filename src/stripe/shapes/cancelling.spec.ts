import { cancellingOf } from './cancelling.js';

describe('cancellingOf', () => {
  const end = new Date(200_000);

  it.each([
    ['2015', { cancel_at_period_end: true, current_period_end: 200, plan: { id: 'gold' } }, true, end],
    ['before clover', { cancel_at_period_end: true, cancel_at: 200, current_period_end: 200 }, true, end],
    ['clover', { cancel_at_period_end: false, cancel_at: 200, items: { data: [] } }, true, end],
    [
      'basil, at the end of the items',
      { cancel_at_period_end: true, items: { data: [{ current_period_end: 200 }] } },
      true,
      end,
    ],
    ['not', { cancel_at_period_end: false, cancel_at: null, current_period_end: 200 }, false, null],
    ['nothing said', {}, false, null],
  ])('%s', (_, subscription, cancelling, cancelAt) => {
    expect(cancellingOf(subscription)).toEqual({ cancelling, cancelAt });
  });
});
