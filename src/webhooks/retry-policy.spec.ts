import { QueryFailedError } from 'typeorm';
import { ObjectKeepsChangingError, ShapeError, StripeRefusedError, StripeUnavailableError } from '../common/errors.js';
import { PayloadGoneError, PayloadKeyMissingError, PayloadTamperedError } from '../common/payload.errors.js';
import { ATTEMPTS, classify, nextDelay } from './retry-policy.js';

const sql = (code: string) => new QueryFailedError('', [], Object.assign(new Error('x'), { code }));

describe('classify', () => {
  it.each([
    [sql('40P01'), 'transient'],
    [sql('40001'), 'transient'],
    [sql('08006'), 'transient'],
    [sql('53300'), 'transient'],
    [sql('57014'), 'transient'],
    [sql('57P01'), 'transient'],
    [sql('55P03'), 'transient'],
    [sql('25P03'), 'transient'],
    [sql('22003'), 'permanent'],
    [sql('23505'), 'program'],
    [sql('42601'), 'program'],
    [Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'transient'],
    [new Error('Connection terminated unexpectedly'), 'transient'],
    [new StripeUnavailableError('429'), 'transient'],
    [new ObjectKeepsChangingError(), 'transient'],
    [new ShapeError('amount', 'an integer'), 'permanent'],
    [new StripeRefusedError('no such thing'), 'permanent'],
    [new PayloadKeyMissingError('2027-01'), 'transient'],
    [new PayloadTamperedError(), 'permanent'],
    [new PayloadGoneError('nobody may ask'), 'permanent'],
    [new TypeError('x is not a function'), 'program'],
    ['a string', 'program'],
    [null, 'program'],
    [{ code: 7 }, 'program'],
  ])('%s is %s', (error, expected) => {
    expect(classify(error)).toBe(expected);
  });
});

describe('nextDelay', () => {
  it('doubles from a second to an hour, between half and the whole of it', () => {
    expect([1, 2, 3, 30].map((failures) => nextDelay('transient', failures, undefined, 0))).toEqual([
      500, 1000, 2000, 1_800_000,
    ]);
    expect(nextDelay('transient', 1, undefined, 0.998)).toBe(999);
  });

  it('honours Retry-After', () => {
    expect(nextDelay('transient', 1, 30, 0)).toBe(30_000);
    expect(nextDelay('transient', 12, 1, 0)).toBe(1_024_000);
  });

  it.each(['transient', 'permanent', 'program', 'crash'] as const)('ends: %s', (errorClass) => {
    const last = ATTEMPTS[errorClass];
    expect(nextDelay(errorClass, last, undefined, 0)).toBeNull();
    if (last > 1) expect(nextDelay(errorClass, last - 1, undefined, 0)).toBeGreaterThan(0);
  });
});
