import { toCoupon } from './coupon.mapper.js';

const oldest = {
  id: 'SAVE',
  object: 'coupon',
  amount_off: null,
  created: 1_420_070_400,
  currency: null,
  duration: 'repeating',
  duration_in_months: 3,
  livemode: false,
  max_redemptions: 100,
  metadata: { campaign: 'spring' },
  percent_off: 25,
  redeem_by: 1_422_748_800,
  times_redeemed: 7,
  valid: true,
};
const newest = { ...oldest, name: 'Spring', percent_off: 25.5 };
const columns = {
  name: 'Spring',
  percentOff: 25.5,
  amountOff: null,
  currency: null,
  duration: 'repeating',
  durationInMonths: 3,
  maxRedemptions: 100,
  timesRedeemed: 7,
  redeemBy: new Date('2015-02-01T00:00:00Z'),
  valid: true,
  metadata: { campaign: 'spring' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toCoupon', () => {
  it.each([
    ['newest shape', newest, columns],
    ['2018: rounded, and precise', { ...newest, percent_off: 26, percent_off_precise: 25.5 }, columns],
    ['2015', oldest, { ...columns, name: null, percentOff: 25 }],
    [
      'of an amount',
      { ...newest, amount_off: 500, currency: 'EUR', duration: 'once', duration_in_months: null, percent_off: null },
      { ...columns, amountOff: 500, currency: 'eur', duration: 'once', durationInMonths: null, percentOff: null },
    ],
    ['a duration that is not known yet', { ...newest, duration: 'weekly' }, { ...columns, duration: 'weekly' }],
  ])('%s', (_, coupon, expected) => {
    expect(toCoupon(coupon)).toEqual(expected);
  });

  it.each([
    [{ amount_off: 5.5 }, 'amount_off is not a whole number.'],
    [{ amount_off: 2 ** 60 }, 'amount_off is not a whole number.'],
    [{ percent_off: '25%' }, 'percent_off is not a percentage.'],
    [{ duration: 3 }, 'duration is not text.'],
    [{ valid: 'yes' }, 'valid is not true or false.'],
    [{ redeem_by: '2015-02-01' }, 'redeem_by is not a time in seconds.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toCoupon({ ...newest, ...wrong })).toThrow(message);
  });
});
