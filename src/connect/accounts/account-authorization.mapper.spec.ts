import { toAccountAuthorization } from './account-authorization.mapper.js';

describe('toAccountAuthorization', () => {
  it.each([
    ['an application', { id: 'ca_1', object: 'application', name: 'Platform' }, { applicationId: 'ca_1' }],
    ['one that is not named', { object: 'application' }, { applicationId: null }],
  ])('%s', (_, application, expected) => {
    expect(toAccountAuthorization(application)).toEqual(expected);
  });

  it('refuses what is no id', () => {
    expect(() => toAccountAuthorization({ id: 5 })).toThrow('id is not an id.');
  });
});
