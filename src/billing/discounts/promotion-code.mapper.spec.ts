import { toPromotionCode } from './promotion-code.mapper.js';

const newest = {
  id: 'promo_1',
  object: 'promotion_code',
  active: true,
  code: 'SPRING',
  created: 1_420_070_400,
  customer: 'cus_1',
  expires_at: 1_422_748_800,
  max_redemptions: 100,
  metadata: { campaign: 'spring' },
  promotion: { type: 'coupon', coupon: 'SAVE' },
  restrictions: { first_time_transaction: true, minimum_amount: 5000, minimum_amount_currency: 'eur' },
  times_redeemed: 7,
};
const columns = {
  active: true,
  code: 'SPRING',
  couponId: 'SAVE',
  customerId: 'cus_1',
  maxRedemptions: 100,
  timesRedeemed: 7,
  firstTimeTransaction: true,
  minimumAmount: 5000,
  minimumAmountCurrency: 'eur',
  expiresAt: new Date('2015-02-01T00:00:00Z'),
  metadata: { campaign: 'spring' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPromotionCode', () => {
  it('newest shape', () => {
    expect(toPromotionCode(newest)).toEqual(columns);
  });

  it('newest shape, expanded', () => {
    const expanded = { customer: { id: 'cus_1' }, promotion: { type: 'coupon', coupon: { id: 'SAVE' } } };
    expect(toPromotionCode({ ...newest, ...expanded })).toEqual(columns);
  });

  it('before clover: the coupon itself', () => {
    const { promotion: _, ...facts } = newest;
    expect(toPromotionCode({ ...facts, coupon: { id: 'SAVE', percent_off: 25.5 } })).toEqual(columns);
  });

  it('nothing said', () => {
    const none = Object.fromEntries(Object.keys(columns).map((column) => [column, null]));
    expect(toPromotionCode({ restrictions: null })).toEqual({ ...none, metadata: {} });
  });

  it.each([
    [{ restrictions: { minimum_amount: '50.00' } }, 'restrictions.minimum_amount is not a whole number.'],
    [{ promotion: { coupon: 5 } }, 'promotion.coupon is not an id.'],
    [{ active: 1 }, 'active is not true or false.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toPromotionCode({ ...newest, ...wrong })).toThrow(message);
  });
});
