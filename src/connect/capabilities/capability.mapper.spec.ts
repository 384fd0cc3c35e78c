import { toCapability } from './capability.mapper.js';

const newest = {
  id: 'card_payments',
  object: 'capability',
  account: 'acct_1',
  requested: true,
  requested_at: 1_420_070_400,
  requirements: {
    alternatives: [],
    current_deadline: null,
    currently_due: ['company.tax_id'],
    disabled_reason: 'requirements.past_due',
    errors: [{ code: 'invalid_value_other', reason: 'Not that one.', requirement: 'company.tax_id' }],
    eventually_due: ['company.tax_id'],
    past_due: ['company.tax_id'],
    pending_verification: [],
  },
  status: 'inactive',
};
const columns = {
  connectedAccountId: 'acct_1',
  status: 'inactive',
  requested: true,
  requestedAt: new Date('2015-01-01T00:00:00Z'),
  currentlyDue: ['company.tax_id'],
  pastDue: ['company.tax_id'],
  eventuallyDue: ['company.tax_id'],
  pendingVerification: [],
  disabledReason: 'requirements.past_due',
  currentDeadline: null,
};

describe('toCapability', () => {
  it.each([
    ['newest shape', newest, columns],
    ['expanded', { ...newest, account: { id: 'acct_1', object: 'account' } }, columns],
    ['of a status that is not known yet', { ...newest, status: 'resting' }, { ...columns, status: 'resting' }],
    [
      'that tells nothing',
      { id: 'transfers' },
      Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
    ],
  ])('%s', (_, capability, expected) => {
    expect(toCapability(capability)).toEqual(expected);
  });

  it('refuses a time that is none', () => {
    expect(() => toCapability({ ...newest, requested_at: 'now' })).toThrow('requested_at is not a time in seconds.');
  });
});
