import { words } from './words.js';

describe('words', () => {
  it.each([
    ['a list', { due: ['external_account', 'tos_acceptance.date'] }, ['external_account', 'tos_acceptance.date']],
    ['an empty list', { due: [] }, []],
    ['a list as Stripe pages it', { due: { data: ['external_account'] } }, ['external_account']],
    ['null', { due: null }, null],
    ['nothing', {}, null],
  ])('%s', (_, object, expected) => {
    expect(words(object, 'due')).toEqual(expected);
  });

  it.each([
    [{ due: ['a', 5] }, 'due[1] is not text.'],
    [{ due: [null] }, 'due[0] is not text.'],
    [{ due: 'a' }, 'due is not a list.'],
  ])('refuses %j', (object, message) => {
    expect(() => words(object, 'due')).toThrow(message);
  });
});
