import { toEarlyFraudWarning } from './early-fraud-warning.mapper.js';

const newest = {
  id: 'issfr_1',
  object: 'radar.early_fraud_warning',
  actionable: true,
  charge: 'ch_1',
  created: 1_420_070_400,
  fraud_type: 'unauthorized_use_of_card',
  livemode: false,
  payment_intent: 'pi_1',
};
const columns = {
  chargeId: 'ch_1',
  paymentIntentId: 'pi_1',
  fraudType: 'unauthorized_use_of_card',
  actionable: true,
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toEarlyFraudWarning', () => {
  it('newest shape, and expanded', () => {
    expect(toEarlyFraudWarning(newest)).toEqual(columns);
    expect(toEarlyFraudWarning({ ...newest, charge: { id: 'ch_1' }, payment_intent: { id: 'pi_1' } })).toEqual(columns);
  });

  it('2018, the first there were: no intent', () => {
    const { payment_intent: _, ...oldest } = newest;
    expect(toEarlyFraudWarning(oldest)).toEqual({ ...columns, paymentIntentId: null });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toEarlyFraudWarning({})).toEqual(Object.fromEntries(Object.keys(columns).map((column) => [column, null])));
  });

  it.each([
    [{ actionable: 'yes' }, 'actionable is not true or false.'],
    [{ charge: 5 }, 'charge is not an id.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toEarlyFraudWarning({ ...newest, ...wrong })).toThrow(message);
  });
});
