import { couponPercent } from './coupon-percent.move.js';

it.each([
  [30, 30],
  [12.4, 12],
  [null, null],
])('coupon-percent: %p percent were %p', (percent_off, whole) => {
  expect(couponPercent.downgrade({ id: 'SAVE', percent_off }, {})).toEqual({
    id: 'SAVE',
    percent_off: whole,
    percent_off_precise: percent_off,
  });
});
