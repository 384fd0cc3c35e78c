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
  [[], /create, list or revoke/],
  [['make'], /create, list or revoke/],
  [['create'], /--name/],
  [['create', '--name', 'x'], /--scope: say/],
  [['create', '--scope', 'billing'], /--name/],
  [['create', '--name', ' ', '--scope', 'billing'], /--name/],
  [['create', '--name', 'a\nb', '--scope', 'billing'], /--name/],
  [['create', '--name', 'x'.repeat(101), '--scope', 'billing'], /--name/],
  [['create', '--name', 'x', '--scope', 'all'], /--scope: all is none of billing/],
  [['create', '--name', 'x', '--scopes', 'billing'], /Unknown option '--scopes'/],
  [[...create, '--scope', 'Billing'], /--scope: Billing/],
  [[...create, '--tenant', ''], /--tenant/],
  [[...create, '--account', 'cus_1'], /--account/],
  [[...create, '--scope', 'reports', '--tenant', 't_1'], /--tenant: not with/],
  [[...create, '--scope', 'operations', '--tenant', 't_1'], /--tenant: not with/],
  [[...create, '--expires', '2026-11-21'], /--expires/],
  [[...create, '--expires', 'tomorrow'], /--expires/],
  [[...create, '--expires', '2027-02-31T99:00Z'], /--expires/],
  [[...create, '--expires', '0d'], /--expires/],
  [[...create, 'more'], /more/],
  [['list', '--all'], /--all/],
  [['revoke'], /revoke: name one key/],
  [['revoke', 'x'], /revoke: name one key/],
  [['revoke', 'key_0a', 'key_0b'], /revoke: name one key/],
])('cannot be meant, and says why: %j', (args, reason) => {
  expect(() => requestOf(args, now)).toThrow(reason);
});
