import { disablingRequirements, requirementsOf } from './requirements.js';

const lists = {
  currently_due: ['external_account', 'person_1.verification.document'],
  past_due: ['external_account'],
  eventually_due: ['external_account', 'person_1.verification.document', 'business_profile.url'],
  pending_verification: ['company.tax_id'],
};
const columns = {
  currentlyDue: ['external_account', 'person_1.verification.document'],
  pastDue: ['external_account'],
  eventuallyDue: ['external_account', 'person_1.verification.document', 'business_profile.url'],
  pendingVerification: ['company.tax_id'],
};
const untold = { currentlyDue: null, pastDue: null, eventuallyDue: null, pendingVerification: null };

describe('requirementsOf', () => {
  it.each([
    [
      'the lists, and nothing of their errors',
      { requirements: { ...lists, errors: [{ reason: 'Not Ann' }] } },
      columns,
    ],
    [
      'some lists: a bank account has no others',
      { requirements: { currently_due: ['x'], past_due: [] } },
      { ...untold, currentlyDue: ['x'], pastDue: [] },
    ],
    ['null', { requirements: null }, untold],
    ['nothing', {}, untold],
  ])('%s', (_, object, expected) => {
    expect(requirementsOf(object)).toEqual(expected);
  });
});

describe('disablingRequirements', () => {
  it.each([
    [
      'newest shape',
      { requirements: { ...lists, disabled_reason: 'requirements.past_due', current_deadline: 1_420_070_400 } },
      { ...columns, disabledReason: 'requirements.past_due', currentDeadline: new Date('2015-01-01T00:00:00Z') },
    ],
    [
      'nothing is missing',
      { requirements: { currently_due: [], past_due: [], eventually_due: [], disabled_reason: null } },
      { ...untold, currentlyDue: [], pastDue: [], eventuallyDue: [], disabledReason: null, currentDeadline: null },
    ],
    [
      'before 2019-02-19, in time',
      { verification: { fields_needed: ['legal_entity.type'], due_by: 1_420_070_400, disabled_reason: null } },
      {
        ...untold,
        currentlyDue: ['legal_entity.type'],
        pastDue: [],
        disabledReason: null,
        currentDeadline: new Date('2015-01-01T00:00:00Z'),
      },
    ],
    [
      'before 2019-02-19, too late',
      { verification: { fields_needed: ['legal_entity.type'], due_by: null, disabled_reason: 'fields_needed' } },
      {
        ...untold,
        currentlyDue: ['legal_entity.type'],
        pastDue: ['legal_entity.type'],
        disabledReason: 'requirements.past_due',
        currentDeadline: null,
      },
    ],
    [
      'before 2019-02-19, rejected',
      { verification: { fields_needed: [], due_by: null, disabled_reason: 'rejected.fraud' } },
      { ...untold, currentlyDue: [], pastDue: [], disabledReason: 'rejected.fraud', currentDeadline: null },
    ],
    [
      'a former shape without a list',
      { verification: { disabled_reason: 'fields_needed' } },
      { ...untold, disabledReason: 'requirements.past_due', currentDeadline: null },
    ],
    [
      'a former shape that says nothing',
      { verification: {} },
      { ...untold, disabledReason: null, currentDeadline: null },
    ],
    [
      'both: the newer one counts',
      { requirements: { currently_due: [] }, verification: { fields_needed: ['legal_entity.type'] } },
      { ...untold, currentlyDue: [], disabledReason: null, currentDeadline: null },
    ],
    ['nothing', {}, { ...untold, disabledReason: null, currentDeadline: null }],
  ])('%s', (_, object, expected) => {
    expect(disablingRequirements(object)).toEqual(expected);
  });

  it.each([
    [{ requirements: { currently_due: [5] } }, 'requirements.currently_due[0] is not text.'],
    [{ requirements: { current_deadline: 'soon' } }, 'requirements.current_deadline is not a time in seconds.'],
    [{ verification: { due_by: -1 } }, 'verification.due_by is not a time in seconds.'],
    [{ verification: { fields_needed: 'all' } }, 'verification.fields_needed is not a list.'],
    [{ requirements: [] }, 'requirements is not a hash.'],
  ])('refuses %j', (object, message) => {
    expect(() => disablingRequirements(object)).toThrow(message);
  });
});
