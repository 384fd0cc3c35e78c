import { accountVerification } from './account-verification.move.js';

const account = (disabled_reason: string | null) => ({
  id: 'acct_1',
  business_type: 'company',
  future_requirements: {},
  requirements: { current_deadline: 1, currently_due: ['external_account'], disabled_reason, eventually_due: ['x'] },
});

it.each([
  ['requirements.past_due', 'fields_needed'],
  ['rejected.fraud', 'rejected.fraud'],
  [null, null],
])('account-verification: what was missing was one list, %s was %s', (reason, former) => {
  expect(accountVerification.downgrade(account(reason), {})).toEqual({
    id: 'acct_1',
    legal_entity: { type: 'company' },
    verification: { disabled_reason: former, due_by: 1, fields_needed: ['external_account'] },
  });
});
