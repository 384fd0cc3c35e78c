import type { JWTPayload } from 'jose';
import { callerIn, claimOf } from './claims.js';

const names = { user: 'sub', tenant: 'tenant_id', scopes: 'scope' };

describe('claimOf', () => {
  const claims = {
    sub: 'u',
    'https://acme.example/tenant.id': 't_1',
    org: { id: 't_2', deep: { er: 1 } },
    text: 'abc',
  };

  it.each([
    ['sub', 'u'],
    ['https://acme.example/tenant.id', 't_1'],
    ['org.id', 't_2'],
    ['org.deep.er', 1],
    ['org.nothing.er', undefined],
    ['text.length', undefined],
    ['constructor', undefined],
    ['org.constructor.name', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%s', (path, expected) => {
    expect(claimOf(claims, path)).toBe(expected);
  });
});

describe('callerIn', () => {
  it.each([
    [{}, ['billing']],
    [{ scope: null }, ['billing']],
    [{ scope: '' }, []],
    [{ scope: 'openid profile' }, []],
    [{ scope: 'openid refunds  billing' }, ['refunds', 'billing']],
    [{ scope: 'billing,reports' }, ['billing', 'reports']],
    [{ scope: ['operations', 'admin', 7, null] }, ['operations']],
    [{ scope: { billing: true } }, []],
    [{ scope: 'BILLING' }, []],
    [{ scope: 7 }, []],
  ])('scopes of %j', (claims, expected) => {
    expect([...(callerIn({ sub: 'u', ...claims }, names)?.scopes ?? [])]).toEqual(expected);
  });

  it.each([
    ['t_1', 't_1'],
    [42, '42'],
    [undefined, null],
    ['', null],
    [1.5, null],
    [['t_1'], null],
    [{ id: 't_1' }, null],
    ['a\0b', null],
    ['\uD800', null],
    ['x'.repeat(501), null],
  ])('the tenant %j', (tenant, expected) => {
    expect(callerIn({ sub: 'u', tenant_id: tenant }, names)?.tenantId).toBe(expected);
  });

  it.each([undefined, '', null, {}, ['u'], true])('nobody: %j', (sub) => {
    expect(callerIn({ sub } as JWTPayload, names)).toBeNull();
  });
});
