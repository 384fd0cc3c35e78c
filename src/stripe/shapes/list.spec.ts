import { integer } from './fields.js';
import { isWhole, list } from './list.js';

describe('list', () => {
  it.each([
    ['a list object', { a: { object: 'list', data: [{ id: 'x' }] } }, [{ id: 'x' }]],
    ['a plain array', { a: [{ id: 'x' }] }, [{ id: 'x' }]],
    ['null', { a: null }, []],
    ['absent', {}, []],
    ['a hash without data', { a: {} }, []],
  ])('%s', (_, object, expected) => {
    expect(list(object, 'a')).toEqual(expected);
  });

  it.each([
    ['text', { a: 'x' }, 'a is not a list.'],
    ['a hash with other data', { a: { data: 7 } }, 'a is not a list.'],
    ['a list in a list', { a: { data: { data: [] } } }, 'a is not a list.'],
    ['an id in it', { a: { data: ['x'] } }, 'a.data[0] is not a hash.'],
  ])('%s is refused', (_, object, message) => {
    expect(() => list(object, 'a')).toThrow(message);
  });

  it('gives its elements their path', () => {
    const [, second] = list({ items: { data: [{}, { quantity: 0.5 }] } }, 'items');
    expect(() => integer(second ?? {}, 'quantity')).toThrow('items.data[1].quantity is not a whole number.');
  });
});

describe('isWhole', () => {
  it.each([
    ['all of it', { a: { data: [], has_more: false } }, true],
    ['not said', { a: { data: [] } }, true],
    ['a plain array', { a: [] }, true],
    ['cut', { a: { data: [], has_more: true } }, false],
    ['absent', {}, null],
  ])('%s', (_, object, expected) => {
    expect(isWhole(object, 'a')).toBe(expected);
  });
});
