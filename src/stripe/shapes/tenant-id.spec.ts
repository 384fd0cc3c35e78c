import { tenantIdOf } from './tenant-id.js';

describe('tenantIdOf', () => {
  const metadata = { tenant_id: 't_2', user_id: 'u_3' };

  it.each([
    ['the reference of a checkout', { client_reference_id: 't_1', metadata }, 't_1'],
    ['the tenant', { client_reference_id: null, metadata }, 't_2'],
    ['the user', { metadata: { user_id: 'u_3' } }, 'u_3'],
    ['an empty one is none', { client_reference_id: '', metadata: { tenant_id: '', user_id: 'u_3' } }, 'u_3'],
    ['one that no index holds is none', { client_reference_id: 'x'.repeat(501) }, null],
    ['nobody', {}, null],
  ])('%s', (_, object, expected) => {
    expect(tenantIdOf(object)).toBe(expected);
  });
});
