import { asOperatorsToMend, whyUnreachable } from './unreachable.js';

const failure = (code: string, more: object = {}) => Object.assign(new Error('secret'), { code, ...more });

it.each([
  ['ENOTFOUND', 'its host is not known'],
  ['ECONNREFUSED', 'it does not answer'],
  ['28P01', 'the user or the password'],
  ['28000', 'not without TLS (sslmode=verify-full)'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'of another host'],
  ['CERT_HAS_EXPIRED', 'not valid today'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'how to encrypt'],
])('of %s says that %s', (code, reason) => {
  expect(whyUnreachable(failure(code))).toContain(reason);
  expect(whyUnreachable(new Error('wrapped', { cause: failure(code) }))).toContain(`(${code})`);
});

it('tells a certificate file that is not there from a socket that is not there', () => {
  expect(whyUnreachable(failure('ENOENT', { syscall: 'open' }))).toContain('a certificate file');
  expect(whyUnreachable(failure('ENOENT', { syscall: 'connect' }))).toContain('does not answer');
});

it('knows what the driver says in words only', () => {
  expect(whyUnreachable(new Error('The server does not support SSL connections'))).toContain('it has no TLS');
  expect(whyUnreachable(new Error('Connection terminated due to connection timeout'))).toContain('ETIMEDOUT');
});

it('has no opinion on other errors, and hands them on', () => {
  const others = [failure('42P01'), new TypeError('x is not a function'), null, 'ECONNREFUSED'];
  for (const other of others) {
    expect(whyUnreachable(other)).toBeNull();
    expect(asOperatorsToMend(other)).toBe(other);
  }
});

it('never repeats what the error said', () => {
  expect(String(asOperatorsToMend(failure('28P01')))).not.toContain('secret');
});
