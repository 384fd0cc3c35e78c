import { QueryFailedError } from 'typeorm';
import { describeError, describeThrown } from './describe-error.js';
import { NotDurableError, ShapeError } from './errors.js';

it.each([
  [new ShapeError('amount', 'an integer'), 'amount is not an integer.'],
  [new NotDurableError('too slow'), 'The event could not be stored. Try again shortly. — too slow'],
  [new SyntaxError('Unexpected token in "jenny@example.com"'), 'SyntaxError: not valid JSON'],
  [
    new TypeError('no jenny@example.com here, nor 4242424242424242, sk_live_abc or chk_abc'),
    'TypeError: no [email] here, nor [masked], [masked] or [masked]',
  ],
  [
    new QueryFailedError(
      '',
      [],
      Object.assign(new Error('invalid input: "Jenny"'), { code: '22P02', table: 'customers' }),
    ),
    'PostgreSQL 22P02 customers',
  ],
  [
    Object.assign(new Error('invalid input: "Jenny"'), { severity: 'ERROR', code: '22P02', detail: 'Jenny' }),
    'PostgreSQL 22P02',
  ],
  ['jenny@example.com', 'a value that is no Error was thrown'],
])('%s', (error, expected) => {
  expect(describeError(error)).toBe(expected);
});

it('says where an error was thrown, without a message that looks like a place', () => {
  const thrown = describeThrown(new SyntaxError('no\n    at Jenny (Zinkensdamm:17)'));
  expect(thrown.message).toBe('SyntaxError: not valid JSON');
  expect(thrown.stack).toMatch(/^ {4}at .*describe-error\.spec/);
  expect(thrown.stack).not.toContain('Jenny');
  expect(describeThrown('Jenny')).toEqual({ message: 'a value that is no Error was thrown', stack: '' });
});
