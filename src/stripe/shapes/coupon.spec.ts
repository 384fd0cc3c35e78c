import { couponOf } from './coupon.js';

describe('couponOf', () => {
  it.each([
    ['a discount before clover', { coupon: { id: 'SAVE' } }, 'SAVE'],
    ['a discount', { source: { type: 'coupon', coupon: 'SAVE' } }, 'SAVE'],
    ['a discount, expanded', { source: { type: 'coupon', coupon: { id: 'SAVE' } } }, 'SAVE'],
    ['a promotion code before clover', { code: 'SPRING', coupon: { id: 'SAVE' } }, 'SAVE'],
    ['a promotion code', { code: 'SPRING', promotion: { type: 'coupon', coupon: 'SAVE' } }, 'SAVE'],
    ['another source', { source: { type: 'other', coupon: null } }, null],
    ['none', {}, null],
  ])('%s', (_, holder, expected) => {
    expect(couponOf(holder)).toBe(expected);
  });
});
