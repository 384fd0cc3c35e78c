import type { Caller, Scope } from '../../auth/caller.js';
import { requireWithin, type Access } from './own-access.js';

const SOON = new Date('2027-01-01T00:00:00Z');
const LATER = new Date('2028-01-01T00:00:00Z');

const caller = (kind: 'user' | 'key', scopes: Scope[], account = ''): Caller => ({
  kind,
  id: 'somebody',
  name: 'somebody',
  tenantId: null,
  account,
  scopes: new Set(scopes),
});
const access = (scopes: Scope[], more: Partial<Access> = {}): Access => ({
  scopes,
  account: '',
  expiresAt: null,
  ...more,
});

const key = caller('key', ['billing', 'operations']);
const bound = caller('key', ['billing', 'operations'], 'acct_1');
const user = caller('user', ['billing', 'reports', 'operations', 'payloads']);
const made: Caller = { ...key, staysInAccount: true };

it.each([
  ['its own scopes', key, access(['operations', 'billing']), null],
  ['a connected account, for a key that may name any', key, access(['billing'], { account: 'acct_1' }), null],
  ['its own account', bound, access(['billing'], { account: 'acct_1' }), null],
  ['as long as itself', key, access(['billing'], { expiresAt: SOON }), SOON],
  ['what looks at all tenants, for a user', user, access(['reports', 'operations']), null],
])('may give %s', (_, by, asked, expiry) => {
  expect(() => requireWithin(by, asked, expiry)).not.toThrow();
});

it.each([
  ['scopes', 'a scope that it lacks', key, access(['operations', 'refunds']), null],
  ['scopes', 'payloads', key, access(['payloads']), null],
  ['scopes', 'payloads, for a user who has it', user, access(['payloads']), null],
  ['account', 'a connected account, of a key that a user made', made, access(['billing'], { account: 'acct_1' }), null],
  ['account', 'your own account, of a key for a connected one', bound, access(['billing']), null],
  ['account', 'another account', bound, access(['billing'], { account: 'acct_2' }), null],
  ['account', 'a connected account, for a user', user, access(['operations'], { account: 'acct_1' }), null],
  ['tenant', 'what acts for tenants, for a user, who acts for none', user, access(['billing']), null],
  ['expiresAt', 'a key without end, of one that has an end', key, access(['billing']), SOON],
  ['expiresAt', 'a key that lasts longer', key, access(['billing'], { expiresAt: LATER }), SOON],
])('exceeds its %s: %s', (exceeds, _, by, asked, expiry) => {
  expect(() => requireWithin(by, asked, expiry)).toThrow(expect.objectContaining({ members: { exceeds } }));
});
