import { toConnectedAccount } from './connected-account.mapper.js';

const facts = {
  id: 'acct_1',
  object: 'account',
  charges_enabled: true,
  country: 'DE',
  created: 1_420_070_400,
  default_currency: 'eur',
  details_submitted: true,
  email: 'ann@example.com',
  metadata: { tenant_id: 't_1', shop: 'lamps' },
};
const newest = {
  ...facts,
  business_profile: { name: 'Lamps', support_phone: '+4930123', url: 'https://lamps.example' },
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'pending' },
  company: { name: 'Lamps GmbH', address: { city: 'Berlin' } },
  controller: {
    fees: { payer: 'application' },
    losses: { payments: 'application' },
    requirement_collection: 'stripe',
    stripe_dashboard: { type: 'express' },
  },
  payouts_enabled: false,
  requirements: {
    currently_due: ['external_account'],
    past_due: [],
    eventually_due: ['external_account', 'company.tax_id'],
    pending_verification: ['company.name'],
    current_deadline: 1_420_074_000,
    disabled_reason: null,
  },
  type: 'express',
};
const columns = {
  tenantId: 't_1',
  type: 'express',
  dashboard: 'express',
  lossesPayer: 'application',
  feesPayer: 'application',
  requirementCollector: 'stripe',
  businessType: 'company',
  country: 'DE',
  defaultCurrency: 'eur',
  chargesEnabled: true,
  payoutsEnabled: false,
  detailsSubmitted: true,
  capabilities: { card_payments: 'active', transfers: 'pending' },
  currentlyDue: ['external_account'],
  pastDue: [],
  eventuallyDue: ['external_account', 'company.tax_id'],
  pendingVerification: ['company.name'],
  disabledReason: null,
  currentDeadline: new Date('2015-01-01T01:00:00Z'),
  metadata: { tenant_id: 't_1', shop: 'lamps' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toConnectedAccount', () => {
  it('newest shape: who is behind it stays at Stripe', () => {
    expect(toConnectedAccount(newest)).toEqual(columns);
  });

  it('2016: `managed`, `transfers_enabled`, `legal_entity` and `verification`; never the `keys`', () => {
    const oldest = {
      ...facts,
      keys: { secret: 'sk_test_never', publishable: 'pk_test_never' },
      legal_entity: { type: 'company', first_name: 'Ann', dob: { year: 1980 } },
      managed: true,
      transfers_enabled: false,
      verification: { disabled_reason: 'fields_needed', due_by: 1_420_074_000, fields_needed: ['external_account'] },
    };
    const row = toConnectedAccount(oldest);
    expect(row).toEqual({
      ...columns,
      type: 'custom',
      dashboard: null,
      lossesPayer: null,
      feesPayer: null,
      requirementCollector: null,
      capabilities: {},
      pastDue: ['external_account'],
      eventuallyDue: null,
      pendingVerification: null,
      disabledReason: 'requirements.past_due',
    });
    expect(JSON.stringify(row)).not.toMatch(/never|Ann|1980/);
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toConnectedAccount({ id: 'acct_1' })).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      capabilities: {},
      metadata: {},
    });
  });

  it.each([
    [{ charges_enabled: 'yes' }, 'charges_enabled is not true or false.'],
    [{ country: 49 }, 'country is not text.'],
    [{ requirements: { past_due: [{}] } }, 'requirements.past_due[0] is not text.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toConnectedAccount({ ...newest, ...wrong })).toThrow(message);
  });
});
