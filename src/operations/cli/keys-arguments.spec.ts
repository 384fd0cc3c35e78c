import { requestOf } from './keys-arguments.js';

const now = new Date('2026-11-21T10:00:00Z');
const create = ['create', '--name', 'x', '--scope', 'billing'];
const made = {
  command: 'create',
  name: 'x',
  scopes: ['billing'],
  tenantId: null,
  account: '',
  expiresAt: null,
  json: false,
};

it.each([
  [create, made],
  [[...create, '--scope=refunds', '--scope', 'billing'], { ...made, scopes: ['billing', 'refunds'] }],
  [[...create, '--tenant', 't_1', '--account=acct_1'], { ...made, tenantId: 't_1', account: 'acct_1' }],
  [[...create, '--scope', 'refunds', '--tenant', 't_1'], { ...made, scopes: ['billing', 'refunds'], tenantId: 't_1' }],
  [
    [...create, '--scope', 'reports', '--scope', 'operations', '--account', 'acct_1'],
    { ...made, scopes: ['billing', 'reports', 'operations'], account: 'acct_1' },
  ],
  [[...create, '--expires', '90d'], { ...made, expiresAt: new Date('2027-02-19T10:00:00Z') }],
  [[...create, '--expires', '2027-01-31'], { ...made, expiresAt: new Date('2027-01-31T00:00:00Z') }],
  [[...create, '--expires', '2027-01-31T12:00+02:00'], { ...made, expiresAt: new Date('2027-01-31T10:00:00Z') }],
  [[...create, '--json'], { ...made, json: true }],
  [['list'], { command: 'list', json: false }],
  [['list', '--json'], { command: 'list', json: true }],
  [['revoke', 'key_0a'], { command: 'revoke', id: 'key_0a' }],
])('%j', (args, expected) => {
  expect(requestOf(args, now)).toEqual(expected);
});

it.each([
  [[]],
  [['make']],
  [['create']],
  [['create', '--name', 'x']],
  [['create', '--scope', 'billing']],
  [['create', '--name', ' ', '--scope', 'billing']],
  [['create', '--name', 'a\nb', '--scope', 'billing']],
  [['create', '--name', 'x'.repeat(101), '--scope', 'billing']],
  [['create', '--name', 'x', '--scope', 'all']],
  [[...create, '--scope', 'Billing']],
  [[...create, '--tenant', '']],
  [[...create, '--account', 'cus_1']],
  [[...create, '--scope', 'reports', '--tenant', 't_1']],
  [[...create, '--scope', 'operations', '--tenant', 't_1']],
  [[...create, '--expires', '2026-11-21']],
  [[...create, '--expires', 'tomorrow']],
  [[...create, '--expires', '2027-02-31T99:00Z']],
  [[...create, '--expires', '0d']],
  [[...create, 'more']],
  [['list', '--all']],
  [['revoke']],
  [['revoke', 'x']],
  [['revoke', 'key_0a', 'key_0b']],
])('cannot be meant: %j', (args) => {
  expect(requestOf(args, now)).toBeNull();
});
