import { scheduleCoupon } from './schedule-coupon.move.js';

it('schedule-coupon: a phase named its coupon', () => {
  const discounts = [{ coupon: 'TEN', discount: null, promotion_code: null }];
  const schedule = {
    id: 'sub_sched_1',
    billing_mode: { type: 'flexible' },
    phases: [{ discounts }, { discounts: [] }],
  };
  expect(scheduleCoupon.downgrade(schedule, {})).toEqual({
    id: 'sub_sched_1',
    phases: [
      { coupon: 'TEN', discounts },
      { coupon: null, discounts: [] },
    ],
  });
});
