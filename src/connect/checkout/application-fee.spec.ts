import fc from 'fast-check';
import { feeOf, percentOf } from './application-fee.js';

const once = { type: 'one_time', unitAmount: 500 } as const;
const monthly = { type: 'recurring', unitAmount: 500 } as const;

describe('feeOf', () => {
  it.each([
    [once, 3, {}, { amount: null, basisPoints: null }],
    [once, 3, { applicationFeeAmount: 1 }, { amount: 1, basisPoints: null }],
    [once, 3, { applicationFeeAmount: 1_500 }, { amount: 1_500, basisPoints: null }],
    [monthly, 3, {}, { amount: null, basisPoints: null }],
    [monthly, 3, { applicationFeeBasisPoints: 10_000 }, { amount: null, basisPoints: 10_000 }],
  ])('of %j x %i asked %j', (price, quantity, asked, fee) => {
    expect(feeOf(price, quantity, asked)).toEqual(fee);
  });

  it.each([
    [once, { applicationFeeAmount: 1_501 }, '/applicationFeeAmount'],
    [once, { applicationFeeBasisPoints: 1 }, '/applicationFeeBasisPoints'],
    [once, { applicationFeeAmount: 1, applicationFeeBasisPoints: 1 }, '/applicationFeeBasisPoints'],
    [monthly, { applicationFeeAmount: 1 }, '/applicationFeeAmount'],
    [{ ...once, unitAmount: null }, { applicationFeeAmount: 1 }, '/applicationFeeAmount'],
    [{ ...once, unitAmount: 0 }, { applicationFeeAmount: 1 }, '/applicationFeeAmount'],
  ])('of %j refuses %j', (price, asked, pointer) => {
    expect(() => feeOf(price, 3, asked)).toThrow(
      expect.objectContaining({ members: { errors: [{ pointer, detail: expect.any(String) }] } }),
    );
  });
});

describe('percentOf', () => {
  it('has two decimals at most, also of what remains, and loses nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (basisPoints) => {
        const text = String(percentOf(basisPoints));
        expect(text).toMatch(/^\d{1,3}(\.\d{1,2})?$/);
        const [whole = '', decimals = ''] = text.split('.');
        expect(Number(whole) * 100 + Number(decimals.padEnd(2, '0'))).toBe(basisPoints);
      }),
      { numRuns: 500 },
    );
  });
});
