import { isDeepStrictEqual } from 'node:util';
import type { StripeObject } from '../stripe.types.js';
import { count, field, flag, hash, id, integer, ownId, percent, seconds, text, word } from './fields.js';

const readers = { count, field, flag, hash, id, integer, percent, seconds, text, word };
type Reader = keyof typeof readers;
const names: Reader[] = ['count', 'field', 'flag', 'hash', 'id', 'integer', 'percent', 'seconds', 'text', 'word'];

const read = (reader: Reader, value: unknown): unknown => readers[reader]({ a: value }, 'a');

describe('fields', () => {
  it.each(names)('%s: null and absent are null', (reader) => {
    expect(read(reader, null)).toBeNull();
    expect(readers[reader]({}, 'a')).toBeNull();
    expect(readers[reader]({}, 'constructor')).toBeNull();
  });

  it.each<[Reader, unknown, unknown]>([
    ['text', 'x', 'x'],
    ['text', 5, null],
    ['word', 'active', 'active'],
    ['id', 'cus_1', 'cus_1'],
    ['id', { id: 'cus_1' }, 'cus_1'],
    ['id', '', null],
    ['id', { object: 'card', last4: '4242' }, null],
    ['id', { id: '' }, null],
    ['id', { id: null }, null],
    ['flag', true, true],
    ['flag', false, false],
    ['integer', 0, 0],
    ['integer', -0, 0],
    ['integer', -1999, -1999],
    ['integer', '1999', 1999],
    ['integer', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['count', 3, 3],
    ['count', 2_147_483_647, 2_147_483_647],
    ['percent', 25.5, 25.5],
    ['percent', '33.333', 33.333],
    ['percent', -0, 0],
    ['percent', 100, 100],
    ['seconds', 0, new Date(0)],
    ['seconds', 1_420_070_400, new Date('2015-01-01T00:00:00Z')],
    ['seconds', 253_402_300_799, new Date('9999-12-31T23:59:59Z')],
    ['hash', { b: 1 }, { b: 1 }],
    ['hash', 'cus_1', null],
  ])('%s of %j is %j', (reader, value, expected) => {
    expect(read(reader, value)).toEqual(expected);
    expect(Object.is(read(reader, value), -0)).toBe(false);
  });

  it.each<[Reader, unknown]>([
    ['word', 5],
    ['word', {}],
    ['id', 5],
    ['id', { id: 5 }],
    ['id', { id: {} }],
    ['id', ['cus_1']],
    ['id', 'x'.repeat(501)],
    ['flag', 'true'],
    ['flag', 1],
    ['integer', 19.99],
    ['integer', '19.99'],
    ['integer', '0x10'],
    ['integer', ''],
    ['integer', '9007199254740993'],
    ['integer', 2 ** 53],
    ['integer', true],
    ['count', -1],
    ['count', 2_147_483_648],
    ['count', 'x'],
    ['percent', 100.01],
    ['percent', -1],
    ['percent', '1e1'],
    ['percent', ''],
    ['percent', true],
    ['seconds', -1],
    ['seconds', 1.5],
    ['seconds', '1420070400'],
    ['seconds', 1_420_070_400_000],
    ['hash', 5],
    ['hash', []],
  ])('%s of %j is refused', (reader, value) => {
    expect(() => read(reader, value)).toThrow(/^a is not /);
  });

  it("needs the object's own id", () => {
    expect(ownId({ id: 'si_1' })).toBe('si_1');
    expect(() => ownId({ id: null })).toThrow('id is not an id.');
    expect(() => ownId({ id: {} })).toThrow('id is not an id.');
  });

  it('names the whole path, and never the value', () => {
    const object: StripeObject = { a: { b: { c: 'secret' } } };
    const b = hash(hash(object, 'a') ?? {}, 'b') ?? {};
    expect(() => integer(b, 'c')).toThrow('a.b.c is not a whole number.');
  });

  it('takes __proto__ for the field that it is', () => {
    const object: StripeObject = JSON.parse('{"__proto__":{"amount":5}}');
    expect(integer(object, 'amount')).toBeNull();
    expect(hash(object, '__proto__')).toEqual({ amount: 5 });
  });
});

describe('a hash that was read', () => {
  it('is what it was to all who copy, compare or write it', () => {
    const object: StripeObject = { a: { b: { c: 'no number' } } };
    const inner = hash(hash(object, 'a') ?? {}, 'b') ?? {};
    expect(() => integer(inner, 'c')).toThrow('a.b.c is not a whole number.');
    expect(isDeepStrictEqual(object, { a: { b: { c: 'no number' } } })).toBe(true);
    expect(Reflect.ownKeys({ ...inner })).toEqual(['c']);
    expect(JSON.stringify(structuredClone(object))).toBe('{"a":{"b":{"c":"no number"}}}');
  });

  it('may be frozen', () => {
    const frozen = hash({ a: Object.freeze({ b: 'x' }) }, 'a') ?? {};
    expect(() => integer(frozen, 'b')).toThrow(/^b is not a whole number/);
  });
});
