import fc from 'fast-check';
import { splitByWeight } from './split.js';

const weights = fc.array(fc.integer({ min: 0, max: 99_999_999_999 }), { maxLength: 40 });

describe('splitting by weight', () => {
  it('adds up to the unit, and takes from nobody more than there is', () => {
    const property = fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const all = list.reduce((sum, weight) => sum + weight, 0);
      const total = Math.floor(all * share);
      const parts = splitByWeight(total, list);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      expect(parts.every((part, index) => Number.isInteger(part) && part >= 0 && part <= (list[index] ?? 0))).toBe(
        true,
      );
    });
    fc.assert(property);
  });

  it.each([
    [10, [1, 1, 1], [3, 3, 4]],
    [5, [0, 10, 0], [0, 5, 0]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ])('%i over %j', (total, list, expected) => expect(splitByWeight(total, list)).toEqual(expected));
});
