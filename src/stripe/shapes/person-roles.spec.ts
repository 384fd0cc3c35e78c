import { personRoles } from './person-roles.js';

const none = {
  representative: null,
  owner: null,
  director: null,
  executive: null,
  authorizer: null,
  legalGuardian: null,
  percentOwnership: null,
};

describe('personRoles', () => {
  it.each([
    [
      'newest shape, without the title',
      {
        relationship: {
          authorizer: false,
          director: true,
          executive: true,
          legal_guardian: false,
          owner: true,
          percent_ownership: 33.3,
          representative: true,
          title: 'CEO',
        },
      },
      {
        representative: true,
        owner: true,
        director: true,
        executive: true,
        authorizer: false,
        legalGuardian: false,
        percentOwnership: 33.3,
      },
    ],
    [
      'early 2019',
      { relationship: { account_opener: true, owner: false } },
      { ...none, representative: true, owner: false },
    ],
    ['null', { relationship: null }, none],
    ['nothing', {}, none],
  ])('%s', (_, person, expected) => {
    expect(personRoles(person)).toEqual(expected);
  });

  it.each([
    [{ relationship: { owner: 'yes' } }, 'relationship.owner is not true or false.'],
    [{ relationship: { percent_ownership: 101 } }, 'relationship.percent_ownership is not a percentage.'],
  ])('refuses %j', (person, message) => {
    expect(() => personRoles(person)).toThrow(message);
  });
});
