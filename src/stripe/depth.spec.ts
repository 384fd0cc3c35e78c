import { isTooDeep } from './depth.js';

const nested = (levels: number): unknown => JSON.parse('{"a":['.repeat(levels / 2) + ']}'.repeat(levels / 2));

describe('isTooDeep', () => {
  it.each([
    ['a text', 'x', false],
    ['null', null, false],
    ['nothing', undefined, false],
    ['a hundred levels', nested(100), false],
    ['one more', [nested(100)], true],
    ['more than a stack holds', nested(200_000), true],
    ['a deep one among others', { a: [], b: { c: nested(100) }, d: 'x' }, true],
  ])('%s', (_, value, expected) => {
    expect(isTooDeep(value)).toBe(expected);
  });
});
