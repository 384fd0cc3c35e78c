import { metadataOf } from './metadata.js';

describe('metadataOf', () => {
  it.each([
    ['text', { metadata: { plan: 'gold' } }, { plan: 'gold' }],
    ['what is no text is left out', { metadata: { plan: 'gold', seats: 5, nested: {}, none: null } }, { plan: 'gold' }],
    ['null', { metadata: null }, {}],
    ['absent', {}, {}],
    ['no hash', { metadata: 'x' }, {}],
  ])('%s', (_, object, expected) => {
    expect(metadataOf(object)).toEqual(expected);
  });

  it('keeps a key named __proto__ as a key', () => {
    const metadata = metadataOf(JSON.parse('{"metadata":{"__proto__":"x"}}'));
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
  });
});
