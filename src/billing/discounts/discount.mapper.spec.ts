import { toDiscount } from './discount.mapper.js';

const [start, end] = [1_420_070_400, 1_422_748_800];
const oldest = {
  object: 'discount',
  coupon: { id: 'SAVE', object: 'coupon', percent_off: 25 },
  customer: 'cus_1',
  end,
  start,
  subscription: 'sub_1',
};
const newest = {
  id: 'di_1',
  object: 'discount',
  checkout_session: 'cs_1',
  customer: 'cus_1',
  end,
  invoice: 'in_1',
  invoice_item: 'ii_1',
  promotion_code: 'promo_1',
  source: { type: 'coupon', coupon: 'SAVE' },
  start,
  subscription: 'sub_1',
  subscription_item: 'si_1',
};
const columns = {
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  subscriptionItemId: 'si_1',
  checkoutSessionId: 'cs_1',
  invoiceId: 'in_1',
  invoiceItemId: 'ii_1',
  couponId: 'SAVE',
  promotionCodeId: 'promo_1',
  startsAt: new Date('2015-01-01T00:00:00Z'),
  endsAt: new Date('2015-02-01T00:00:00Z'),
};

describe('toDiscount', () => {
  it('newest shape', () => {
    expect(toDiscount(newest)).toEqual(columns);
  });

  it('before clover: the coupon itself', () => {
    const { source: _, ...facts } = newest;
    expect(toDiscount({ ...facts, coupon: oldest.coupon })).toEqual(columns);
  });

  it('expanded, the coupon with its code only', () => {
    const expanded = {
      customer: { id: 'cus_1' },
      promotion_code: { id: 'promo_1', promotion: { type: 'coupon', coupon: 'SAVE' } },
      source: { type: 'coupon', coupon: null },
    };
    expect(toDiscount({ ...newest, ...expanded })).toEqual(columns);
  });

  it('2015: no id, and hardly anything to hang on', () => {
    expect(toDiscount(oldest)).toEqual({
      ...columns,
      subscriptionItemId: null,
      checkoutSessionId: null,
      invoiceId: null,
      invoiceItemId: null,
      promotionCodeId: null,
    });
  });

  it('nothing said', () => {
    expect(toDiscount({})).toEqual(Object.fromEntries(Object.keys(columns).map((column) => [column, null])));
  });

  it.each([
    [{ start: 'now' }, 'start is not a time in seconds.'],
    [{ source: { coupon: 5 } }, 'source.coupon is not an id.'],
    [{ source: [] }, 'source is not a hash.'],
    [{ customer: ['cus_1'] }, 'customer is not an id.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toDiscount({ ...newest, ...wrong })).toThrow(message);
  });
});
