import { storable, storableJson } from './storable.js';

const LONE = '\uD83D';

describe('storable', () => {
  it('replaces what PostgreSQL refuses, in names too', () => {
    expect(storable({ [`a\0${LONE}`]: [`b\0`, 1, null, true] })).toEqual({
      'a\uFFFD\uFFFD': ['b\uFFFD', 1, null, true],
    });
  });
});

describe('storableJson', () => {
  it.each([
    ['U+0000', 'a\0b', 'a\uFFFDb'],
    ['the first half of a pair', `a${LONE}b`, 'a\uFFFDb'],
    ['the second half of a pair', 'a\uDE00b', 'a\uFFFDb'],
  ])('replaces %s in whatever holds it', (_, text, stored) => {
    const at = new Date(1_700_000_000_000);
    expect(JSON.parse(storableJson([{ text, deep: { [text]: [text] }, at }]))).toEqual([
      { text: stored, deep: { [stored]: [stored] }, at: at.toISOString() },
    ]);
  });

  it.each(['\\u0000', '\\\\ud83d', '😀', 'C:\\users', '"', '\n'])('leaves %j as it is', (text) => {
    expect(JSON.parse(storableJson([{ text }]))).toEqual([{ text }]);
  });
});
