import fc from 'fast-check';
import { apportioned, decimal, fraction, rounded, sum, ZERO } from './fraction.js';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 1_000_000n }))
  .map(([over, under]) => fraction(over, under));

it('adds exactly: a third three times is one', () => {
  const third = fraction(1, 3);
  expect(sum(sum(third, third), third)).toEqual(fraction(1));
});

it('rounds to the nearest whole number, a half up', () => {
  const cases = { '0.5': 1n, '0.499999999999': 0n, '-0.5': 0n, '-0.500000000001': -1n, '1583.5': 1584n, '7': 7n };
  for (const [text, whole] of Object.entries(cases))
    expect([text, rounded(decimal(text) ?? ZERO)]).toEqual([text, whole]);
});

it('reads decimals as Stripe spells them, and nothing else', () => {
  expect(decimal('12.500000000001')).toEqual(fraction(12_500_000_000_001n, 10n ** 12n));
  for (const text of ['', '1e3', '1.', '.5', ' 1', 'NaN', '1'.repeat(21)]) expect(decimal(text)).toBeNull();
});

it('shares a sum without losing a unit, and no part is off by one or more', () => {
  fc.assert(
    fc.property(fc.array(fractions, { maxLength: 12 }), (parts) => {
      const whole = apportioned(parts);
      expect(whole.reduce((a, b) => a + b, 0n)).toBe(rounded(parts.reduce(sum, ZERO)));
      for (const [i, part] of parts.entries()) {
        const distance = sum(fraction(whole[i] ?? 0n), { over: -part.over, under: part.under });
        expect(distance.over < distance.under && -distance.over < distance.under).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
