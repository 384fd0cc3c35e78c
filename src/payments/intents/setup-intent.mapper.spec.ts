import { toSetupIntent } from './setup-intent.mapper.js';

const newest = {
  id: 'seti_1',
  object: 'setup_intent',
  cancellation_reason: 'abandoned',
  client_secret: 'seti_1_secret_x',
  created: 1_420_070_400,
  customer: 'cus_1',
  description: 'For later',
  last_setup_error: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'No funds.',
    type: 'card_error',
    payment_method: { id: 'pm_1', card: { fingerprint: 'AOB934RVNwzk6xtn' } },
  },
  latest_attempt: 'setatt_1',
  mandate: 'mandate_1',
  metadata: { order: '7' },
  payment_method: 'pm_1',
  status: 'requires_payment_method',
  usage: 'off_session',
};
const columns = {
  customerId: 'cus_1',
  paymentMethodId: 'pm_1',
  status: 'requires_payment_method',
  usage: 'off_session',
  mandateId: 'mandate_1',
  latestAttemptId: 'setatt_1',
  failureCode: 'card_declined',
  declineCode: 'insufficient_funds',
  failureMessage: 'No funds.',
  cancellationReason: 'abandoned',
  description: 'For later',
  metadata: { order: '7' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toSetupIntent', () => {
  it('newest shape, without its client secret and the card that failed', () => {
    expect(toSetupIntent(newest)).toEqual(columns);
    expect(JSON.stringify(toSetupIntent(newest))).not.toMatch(/secret|AOB934RVNwzk6xtn/);
  });

  it('expanded', () => {
    const expanded = {
      customer: { id: 'cus_1' },
      latest_attempt: { id: 'setatt_1', object: 'setup_attempt' },
      mandate: { id: 'mandate_1' },
      payment_method: { id: 'pm_1' },
    };
    expect(toSetupIntent({ ...newest, ...expanded })).toEqual(columns);
  });

  it('2019, the first there were: without attempts', () => {
    const { latest_attempt: _, mandate: __, last_setup_error: ___, ...oldest } = newest;
    expect(toSetupIntent({ ...oldest, status: 'succeeded' })).toEqual({
      ...columns,
      status: 'succeeded',
      mandateId: null,
      latestAttemptId: null,
      failureCode: null,
      declineCode: null,
      failureMessage: null,
    });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toSetupIntent({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      metadata: {},
    });
  });

  it.each([
    [{ status: 5 }, 'status is not text.'],
    [{ mandate: 5 }, 'mandate is not an id.'],
    [{ last_setup_error: 5 }, 'last_setup_error is not a hash.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toSetupIntent({ ...newest, ...wrong })).toThrow(message);
  });
});
