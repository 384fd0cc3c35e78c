import { phaseDiscounts, phaseInvoiceItems, phaseItems } from './schedule-phase.js';

const gold = { price: 'gold', quantity: 3 };

describe('phaseItems', () => {
  it.each([
    ['today', { items: [{ price: 'gold', quantity: 3 }] }, [gold]],
    ['expanded', { items: [{ price: { id: 'gold', object: 'price' }, quantity: 3 }] }, [gold]],
    ['a price beside its plan', { items: [{ plan: 'gold', price: 'gold', quantity: 3 }] }, [gold]],
    ['before prices', { plans: [{ plan: 'gold', quantity: 3 }] }, [gold]],
    ['before prices, expanded', { plans: [{ plan: { id: 'gold', object: 'plan' }, quantity: 3 }] }, [gold]],
    ['metered', { items: [{ price: 'usage' }] }, [{ price: 'usage', quantity: null }]],
    ['several', { items: [gold, { price: 'usage' }] }, [gold, { price: 'usage', quantity: null }]],
    ['nothing said', {}, []],
  ])('%s', (_, phase, expected) => {
    expect(phaseItems(phase)).toEqual(expected);
  });

  it.each([
    [{ items: [{ price: 5 }] }, 'items[0].price is not a hash.'],
    [{ plans: [{ plan: 'gold', quantity: 1.5 }] }, 'plans[0].quantity is not a whole number.'],
    [{ items: 'all' }, 'items is not a list.'],
  ])('%j is refused', (phase, message) => {
    expect(() => phaseItems(phase)).toThrow(message);
  });
});

describe('phaseInvoiceItems', () => {
  it.each([
    ['some', { add_invoice_items: [{ price: { id: 'setup' }, quantity: 1 }] }, [{ price: 'setup', quantity: 1 }]],
    ['none', { add_invoice_items: [] }, []],
    ['before there were any', {}, []],
  ])('%s', (_, phase, expected) => {
    expect(phaseInvoiceItems(phase)).toEqual(expected);
  });
});

describe('phaseDiscounts', () => {
  const save = { id: null, coupon: 'SAVE', promotion_code: null };
  it.each([
    ['a coupon', { discounts: [{ coupon: 'SAVE', discount: null, promotion_code: null }] }, [save]],
    ['a coupon, before basil beside the one of old', { coupon: 'SAVE', discounts: [{ coupon: 'SAVE' }] }, [save]],
    ['a coupon of old', { coupon: 'SAVE' }, [save]],
    ['a coupon of old, expanded', { coupon: { id: 'SAVE', percent_off: 10 }, discounts: [] }, [save]],
    [
      'a promotion code',
      { discounts: [{ coupon: null, discount: null, promotion_code: 'promo_1' }] },
      [{ id: null, coupon: null, promotion_code: 'promo_1' }],
    ],
    [
      'a discount that is there already',
      { discounts: [{ coupon: null, discount: 'di_1', promotion_code: null }] },
      [{ id: 'di_1', coupon: null, promotion_code: null }],
    ],
    [
      'a discount that is there already, expanded',
      { discounts: [{ discount: { id: 'di_1', source: { type: 'coupon', coupon: 'SAVE' } } }] },
      [{ ...save, id: 'di_1' }],
    ],
    ['none', { discounts: [], coupon: null }, []],
    ['nothing said', {}, []],
  ])('%s', (_, phase, expected) => {
    expect(phaseDiscounts(phase)).toEqual(expected);
  });

  it('names the path', () => {
    expect(() => phaseDiscounts({ discounts: [{ coupon: 5 }] })).toThrow('discounts[0].coupon is not an id.');
  });
});
