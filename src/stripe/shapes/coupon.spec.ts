import { couponOf, couponOfDiscount, percentOff } from './coupon.js';

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

describe('couponOfDiscount', () => {
  it.each([
    ['its own', { source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: 'promo_1' }, 'SAVE'],
    ['its own, before clover', { coupon: { id: 'SAVE' }, promotion_code: null }, 'SAVE'],
    [
      "its promotion code's",
      {
        source: { type: 'coupon', coupon: null },
        promotion_code: { id: 'promo_1', promotion: { type: 'coupon', coupon: 'SAVE' } },
      },
      'SAVE',
    ],
    ["its promotion code's, before clover", { promotion_code: { id: 'promo_1', coupon: { id: 'SAVE' } } }, 'SAVE'],
    ['none', { promotion_code: 'promo_1' }, null],
  ])('%s', (_, discount, expected) => {
    expect(couponOfDiscount(discount)).toBe(expected);
  });
});

describe('percentOff', () => {
  it.each([
    ['today', { percent_off: 25.5 }, 25.5],
    ['2018', { percent_off: 26, percent_off_precise: 25.5 }, 25.5],
    ['2015', { percent_off: 25 }, 25],
    ['an amount instead', { percent_off: null, amount_off: 500 }, null],
  ])('%s', (_, coupon, expected) => {
    expect(percentOff(coupon)).toBe(expected);
  });

  it('refuses what is no percentage', () => {
    expect(() => percentOff({ percent_off: 250 })).toThrow('percent_off is not a percentage.');
  });
});
