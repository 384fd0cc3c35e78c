import { toReview } from './review.mapper.js';

const newest = {
  id: 'prv_1',
  object: 'review',
  billing_zip: '10115',
  charge: 'ch_1',
  closed_reason: 'refunded_as_fraud',
  created: 1_420_070_400,
  ip_address: '203.0.113.7',
  ip_address_location: { city: 'Berlin', country: 'DE', latitude: 52.5, longitude: 13.4, region: null },
  open: false,
  opened_reason: 'rule',
  payment_intent: 'pi_1',
  reason: 'refunded_as_fraud',
  session: { browser: 'Firefox', device: null, platform: 'Linux', version: '140' },
};
const columns = {
  chargeId: 'ch_1',
  paymentIntentId: 'pi_1',
  open: false,
  reason: 'refunded_as_fraud',
  openedReason: 'rule',
  closedReason: 'refunded_as_fraud',
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toReview', () => {
  it('newest shape, without where the customer was', () => {
    expect(toReview(newest)).toEqual(columns);
    expect(JSON.stringify(toReview(newest))).not.toMatch(/203\.0|Berlin|10115|Firefox/);
  });

  it('expanded', () => {
    expect(toReview({ ...newest, charge: { id: 'ch_1' }, payment_intent: { id: 'pi_1' } })).toEqual(columns);
  });

  it('2017: one reason, and no intent', () => {
    const oldest = {
      id: 'prv_1',
      object: 'review',
      charge: 'ch_1',
      created: 1_420_070_400,
      open: true,
      reason: 'rule',
    };
    expect(toReview(oldest)).toEqual({
      ...columns,
      paymentIntentId: null,
      open: true,
      reason: 'rule',
      openedReason: null,
      closedReason: null,
    });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toReview({})).toEqual(Object.fromEntries(Object.keys(columns).map((column) => [column, null])));
  });

  it('refuses a state that is none', () => {
    expect(() => toReview({ ...newest, open: 'no' })).toThrow('open is not true or false.');
  });
});
