import { QueryFailedError } from 'typeorm';
import { redacted } from './redaction.js';

describe('redacted', () => {
  it('hides what must not be logged, three levels deep, and leaves the original alone', () => {
    const customer = { id: 'cus_1', email: 'ada@example.com', list: [{ name: 'Ada' }], deep: { body: 'x' } };
    expect(redacted({ customer, cvc: 123, password: null, headers: { 'set-cookie': ['s'] }, token: 't' })).toEqual({
      customer: { id: 'cus_1', email: '[Redacted]', list: [{ name: 'Ada' }], deep: { body: '[Redacted]' } },
      cvc: '[Redacted]',
      password: '[Redacted]',
      headers: { 'set-cookie': '[Redacted]' },
      token: '[Redacted]',
    });
    expect(customer.email).toBe('ada@example.com');
  });

  it('returns the very object when there is nothing to hide', () => {
    const line = { event: 'evt_1', at: new Date(), nothing: null, inner: { list: [1, 2] } };
    expect(redacted(line)).toBe(line);
  });

  it('looks into lists and frozen objects', () => {
    const shown = redacted(Object.freeze({ all: [{ phone: '1' }] }));
    expect(JSON.stringify(shown['all'])).toBe('[{"phone":"[Redacted]"}]');
  });

  it('tells of an error what may be said of it, and where it was thrown', () => {
    const sql = Object.assign(new Error('invalid input: "Lovelace"'), { code: '22P02', detail: 'Lovelace' });
    const error = new QueryFailedError(`INSERT INTO t VALUES ('Lovelace')`, ['Lovelace'], sql);
    const shown = redacted({ err: error, deep: { deeper: { cause: error } } });
    expect(shown['err']).toEqual({
      type: 'QueryFailedError',
      message: 'PostgreSQL 22P02',
      stack: expect.stringMatching(/^ {4}at .*redaction\.spec/) as string,
    });
    expect(JSON.stringify(shown)).not.toContain('Lovelace');
  });

  it('survives a ring', () => {
    const ring: Record<string, unknown> = { secret: 's' };
    ring['self'] = ring;
    expect(redacted(ring)['secret']).toBe('[Redacted]');
  });
});
