import { accountTerms, payoutsEnabled } from './account-terms.js';

const untold = {
  type: null,
  dashboard: null,
  lossesPayer: null,
  feesPayer: null,
  requirementCollector: null,
  businessType: null,
};

describe('accountTerms', () => {
  it.each([
    [
      'newest shape',
      {
        type: 'none',
        business_type: 'company',
        controller: {
          type: 'application',
          is_controller: true,
          fees: { payer: 'application' },
          losses: { payments: 'stripe' },
          requirement_collection: 'stripe',
          stripe_dashboard: { type: 'express' },
        },
      },
      {
        type: 'none',
        dashboard: 'express',
        lossesPayer: 'stripe',
        feesPayer: 'application',
        requirementCollector: 'stripe',
        businessType: 'company',
      },
    ],
    [
      'an account that controls itself',
      { type: 'standard', controller: { type: 'account' } },
      { ...untold, type: 'standard' },
    ],
    [
      'before 2019-02-19',
      { type: 'custom', legal_entity: { type: 'individual', first_name: 'Ann' } },
      { ...untold, type: 'custom', businessType: 'individual' },
    ],
    ['before 2017-05-25, managed', { managed: true }, { ...untold, type: 'custom' }],
    ['before 2017-05-25, standalone', { managed: false, legal_entity: null }, { ...untold, type: 'standard' }],
    ['nothing', {}, untold],
  ])('%s', (_, account, expected) => {
    expect(accountTerms(account)).toEqual(expected);
  });

  it.each([
    [{ controller: { losses: { payments: 5 } } }, 'controller.losses.payments is not text.'],
    [{ controller: { stripe_dashboard: [] } }, 'controller.stripe_dashboard is not a hash.'],
    [{ legal_entity: { type: {} } }, 'legal_entity.type is not text.'],
    [{ managed: 'yes' }, 'managed is not true or false.'],
  ])('refuses %j', (account, message) => {
    expect(() => accountTerms(account)).toThrow(message);
  });
});

describe('payoutsEnabled', () => {
  it.each([
    ['newest shape', { payouts_enabled: true }, true],
    ['before 2017-04-06', { transfers_enabled: true }, true],
    ['both: the newer one counts', { payouts_enabled: false, transfers_enabled: true }, false],
    ['nothing', {}, null],
  ])('%s', (_, account, expected) => {
    expect(payoutsEnabled(account)).toBe(expected);
  });
});
