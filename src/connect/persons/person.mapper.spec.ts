import { toPerson } from './person.mapper.js';

const newest = {
  id: 'person_1',
  object: 'person',
  account: 'acct_1',
  address: { city: 'Berlin', line1: 'Hauptstr. 1' },
  created: 1_420_070_400,
  dob: { day: 7, month: 3, year: 1980 },
  email: 'ann@example.com',
  first_name: 'Ann',
  id_number_provided: true,
  last_name: 'Example',
  maiden_name: 'Former',
  metadata: { note: 'met in Berlin' },
  nationality: 'DE',
  phone: '+4930123',
  political_exposure: 'none',
  registered_address: { city: 'Hamburg' },
  relationship: {
    authorizer: false,
    director: true,
    executive: false,
    legal_guardian: false,
    owner: true,
    percent_ownership: 40.5,
    representative: true,
    title: 'CEO',
  },
  requirements: {
    alternatives: [],
    currently_due: ['verification.document'],
    errors: [
      { code: 'verification_failed_name_match', reason: 'Ann is not Anna', requirement: 'verification.document' },
    ],
    eventually_due: ['verification.document', 'id_number'],
    past_due: [],
    pending_verification: ['dob.day'],
  },
  ssn_last_4_provided: true,
  verification: {
    additional_document: {},
    details: 'Ann is not Anna',
    document: { front: 'file_1' },
    status: 'pending',
  },
};
const columns = {
  connectedAccountId: 'acct_1',
  representative: true,
  owner: true,
  director: true,
  executive: false,
  authorizer: false,
  legalGuardian: false,
  percentOwnership: 40.5,
  verificationStatus: 'pending',
  currentlyDue: ['verification.document'],
  pastDue: [],
  eventuallyDue: ['verification.document', 'id_number'],
  pendingVerification: ['dob.day'],
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toPerson', () => {
  it('newest shape: what they are to the business, and nothing of who they are', () => {
    const row = toPerson(newest);
    expect(row).toEqual(columns);
    const told = /Ann|Example|Former|Berlin|Hamburg|Hauptstr|1980|4930|CEO|file_|none|@/;
    expect(JSON.stringify(newest)).toMatch(told);
    expect(JSON.stringify(row)).not.toMatch(told);
  });

  it('early 2019: the representative opened the account', () => {
    const older = { ...newest, relationship: { account_opener: true, owner: false } };
    expect(toPerson(older)).toMatchObject({ representative: true, owner: false, director: null });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toPerson({ id: 'person_1', relationship: null, requirements: null, verification: null })).toEqual(
      Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
    );
  });

  it('refuses a flag that is none, and does not repeat it', () => {
    expect(() => toPerson({ ...newest, relationship: { owner: 'Ann' } })).toThrow(
      /^relationship\.owner is not true or false\.$/,
    );
  });
});
