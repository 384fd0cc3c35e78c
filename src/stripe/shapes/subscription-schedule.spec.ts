import { endBehavior, scheduleSettings } from './subscription-schedule.js';

describe('endBehavior', () => {
  it.each([
    ['today', { end_behavior: 'release' }, 'release'],
    ['before 2019-10-17', { renewal_behavior: 'release', renewal_interval: null }, 'release'],
    ['none of old', { renewal_behavior: 'none' }, 'cancel'],
    ['of old, read later', { end_behavior: 'renew' }, 'renew'],
    ['nothing said', {}, null],
  ])('%s', (_, schedule, expected) => {
    expect(endBehavior(schedule)).toBe(expected);
  });

  it('refuses what is no text', () => {
    expect(() => endBehavior({ renewal_behavior: 1 })).toThrow('renewal_behavior is not text.');
  });
});

describe('scheduleSettings', () => {
  it.each([
    [
      'today',
      { default_settings: { collection_method: 'send_invoice', default_payment_method: 'pm_1' } },
      { collectionMethod: 'send_invoice', defaultPaymentMethodId: 'pm_1' },
    ],
    [
      'before 2019-11-05',
      { collection_method: 'send_invoice', default_payment_method: { id: 'pm_1' }, default_source: null },
      { collectionMethod: 'send_invoice', defaultPaymentMethodId: 'pm_1' },
    ],
    [
      'before 2019-10-17',
      { billing: 'send_invoice', default_source: 'card_1' },
      { collectionMethod: 'send_invoice', defaultPaymentMethodId: 'card_1' },
    ],
    [
      'nothing chosen',
      { default_settings: { collection_method: null, default_payment_method: null } },
      { collectionMethod: 'charge_automatically', defaultPaymentMethodId: null },
    ],
  ])('%s', (_, schedule, expected) => {
    expect(scheduleSettings(schedule)).toEqual(expected);
  });
});
