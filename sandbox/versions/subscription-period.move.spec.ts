import { subscriptionPeriod } from './subscription-period.move.js';

const item = (id: string) => ({
  id,
  current_period_start: 1,
  current_period_end: 2,
  plan: { id: 'price_1' },
  quantity: 3,
});

describe('subscription-period', () => {
  it('period, plan and quantity were at the top', () => {
    const fields = { billing_mode: { type: 'flexible' }, items: { object: 'list', data: [item('si_1')] } };
    expect(subscriptionPeriod.downgrade(fields, {})).toEqual({
      current_period_end: 2,
      current_period_start: 1,
      discount: null,
      items: { object: 'list', data: [item('si_1')], total_count: 1 },
      plan: { id: 'price_1' },
      quantity: 3,
    });
  });

  it('with several items plan and quantity were null', () => {
    const fields = { items: { object: 'list', data: [item('si_1'), item('si_2')] } };
    expect(subscriptionPeriod.downgrade(fields, {})).toMatchObject({
      plan: null,
      quantity: null,
      current_period_end: 2,
    });
  });
});
