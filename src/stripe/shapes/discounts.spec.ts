import { discountsOf } from './discounts.js';

const save = { id: 'di_1', coupon: 'SAVE', promotion_code: 'promo_1' };
const clover = { id: 'di_1', source: { type: 'coupon', coupon: 'SAVE' }, promotion_code: 'promo_1' };
const basil = { id: 'di_1', coupon: { id: 'SAVE', percent_off: 10 }, promotion_code: 'promo_1' };

describe('discountsOf', () => {
  it.each([
    ['expanded', { discounts: [clover] }, [save]],
    ['expanded, before clover', { discounts: [basil] }, [save]],
    ['the one of old', { discount: basil }, [save]],
    ['of 2015, without id', { discount: { coupon: { id: 'SAVE' } } }, [{ ...save, id: null, promotion_code: null }]],
    [
      'ids',
      { discounts: ['di_1', 'di_2'] },
      ['di_1', 'di_2'].map((id) => ({ id, coupon: null, promotion_code: null })),
    ],
    [
      'ids, and the first of them in full',
      { discounts: ['di_1', 'di_2'], discount: basil },
      [save, { id: 'di_2', coupon: null, promotion_code: null }],
    ],
    [
      'of a promotion code that is expanded',
      { discounts: [{ id: 'di_1', promotion_code: { id: 'promo_1', promotion: { coupon: 'SAVE' } } }] },
      [save],
    ],
    [
      'of a checkout session',
      { discounts: [{ coupon: 'SAVE', promotion_code: null }] },
      [{ ...save, id: null, promotion_code: null }],
    ],
    ['none', { discount: null, discounts: [] }, []],
    ['nothing said', {}, []],
  ])('%s', (_, object, expected) => {
    expect(discountsOf(object)).toEqual(expected);
  });

  it.each([
    [{ discounts: [5] }, 'discounts[0] is not a discount.'],
    [{ discount: 5 }, 'discount is not a discount.'],
    [{ discounts: [{ coupon: 5 }] }, 'discounts[0].coupon is not an id.'],
  ])('%j is refused', (object, message) => {
    expect(() => discountsOf(object)).toThrow(message);
  });
});
