import { redacted } from './redaction.js';

describe('redacted', () => {
  it('hides what must not be logged, three levels deep, and leaves the original alone', () => {
    const customer = { id: 'cus_1', email: 'ada@example.com', list: [{ name: 'Ada' }], deep: { body: 'x' } };
    expect(redacted({ customer, cvc: 123, password: null })).toEqual({
      customer: { id: 'cus_1', email: '[Redacted]', list: [{ name: 'Ada' }], deep: { body: '[Redacted]' } },
      cvc: '[Redacted]',
      password: '[Redacted]',
    });
    expect(customer.email).toBe('ada@example.com');
  });

  it('returns the very object when there is nothing to hide', () => {
    const line = { event: 'evt_1', at: new Date(), nothing: null, inner: { list: [1, 2] } };
    expect(redacted(line)).toBe(line);
  });

  it('looks into lists, errors and frozen objects', () => {
    const error = Object.assign(new TypeError('no'), { payload: 'x', code: 'E' });
    const shown = redacted(Object.freeze({ err: error, all: [{ phone: '1' }] }));
    expect(JSON.stringify(shown['all'])).toBe('[{"phone":"[Redacted]"}]');
    expect(shown['err']).toBeInstanceOf(TypeError);
    expect(shown['err']).toMatchObject({ message: 'no', code: 'E', payload: '[Redacted]' });
  });

  it('survives a ring', () => {
    const ring: Record<string, unknown> = { secret: 's' };
    ring['self'] = ring;
    expect(redacted(ring)['secret']).toBe('[Redacted]');
  });
});
