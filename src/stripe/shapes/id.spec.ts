import { idOf } from './id.js';

describe('idOf', () => {
  it.each([
    ['an id', 'cus_1', 'cus_1'],
    ['an expanded object', { id: 'cus_1', object: 'customer' }, 'cus_1'],
    ['an expanded object that was deleted', { id: 'cus_1', deleted: true }, 'cus_1'],
    ['null', null, null],
    ['absent', undefined, null],
    ['empty', '', null],
    ['a number', 7, null],
    ['a list', ['cus_1'], null],
    ['an object without id', { object: 'customer' }, null],
    ['an object whose id is no text', { id: 7 }, null],
    ['as long as an index allows', 'x'.repeat(500), 'x'.repeat(500)],
    ['longer', 'x'.repeat(501), null],
    ['with U+0000', 'cus_\0', null],
    ['with a lone surrogate', 'cus_\ud800', null],
    ['with a pair of surrogates', 'cus_🎉', 'cus_🎉'],
  ])('%s', (_, value, expected) => {
    expect(idOf(value)).toBe(expected);
  });
});
