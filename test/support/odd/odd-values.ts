import type { Kind } from '../columns/column.js';

/** No value of this kind: the event is dead, and the error names the field. */
export const DEAD = Symbol('dead');

type OddValue = readonly [sent: unknown, stored: unknown];

const same = (...values: string[]): OddValue[] => values.map((value) => [value, value]);
const dead = (...values: unknown[]): OddValue[] => values.map((value) => [value, DEAD]);

const HASH = { nobody: 'knows' };
const METACHARACTERS = [
  "'; drop table customers; --",
  '%s %n %x',
  '$1 $2',
  '\\',
  '"',
  '\u2028',
  '{}',
  '<script>',
  '../..',
];
/** A decomposed é, right to left, a family of seven code points. */
const FOREIGN = ['e\u0301', '\u202eabc', 'مرحبا', '👨‍👩‍👧‍👦', '\u200b'];
const NAMES_OF_PROTOTYPES = ['__proto__', 'constructor', 'prototype', 'tostring'];

/** PostgreSQL refuses both in text: in an id they cannot be, elsewhere they become U+FFFD. */
const UNSTORABLE: OddValue[] = [
  ['a\0b', 'a\ufffdb'],
  ['\0', '\ufffd'],
  ['a\ud800b', 'a\ufffdb'],
  ['\udc00\ud800', '\ufffd\ufffd'],
];

const TEXTS: OddValue[] = [...same('', ...METACHARACTERS, ...FOREIGN, ...NAMES_OF_PROTOTYPES), ...UNSTORABLE];

/** What is sent in a field of each kind, and what its column has to hold then. */
export const ODD_VALUES: Readonly<Record<Exclude<Kind, 'derived'>, readonly OddValue[]>> = {
  id: [
    ...same(...METACHARACTERS, ...FOREIGN, ...NAMES_OF_PROTOTYPES),
    ...same('x'.repeat(300), 'x'.repeat(500)),
    ['', null],
    [
      { id: 'expanded_1', object: 'any', deleted: true, customer: 'cus_other', metadata: { tenant_id: 'no' } },
      'expanded_1',
    ],
    [{ id: '' }, null],
    [{ object: 'card', last4: '4242' }, null],
    ...dead(...UNSTORABLE.map(([sent]) => sent)),
    ...dead(
      'x'.repeat(501),
      0,
      5,
      -1.5,
      true,
      false,
      [],
      ['cus_1'],
      [{ id: 'cus_1' }],
      { id: 5 },
      { id: [] },
      { id: {} },
    ),
  ],
  word: [
    ...TEXTS,
    ...same('a_value_of_tomorrow', 'x'.repeat(5_000)),
    ...dead(0, 5, 1e21, true, false, [], {}, ['x'], HASH),
  ],
  text: [
    ...TEXTS,
    ...same('UPPER', 'x'.repeat(50_000)),
    ...[0, 5, -1.5, true, false, [], {}, ['x'], HASH].map((sent): OddValue => [sent, null]),
  ],
  flag: [[true, true], [false, false], ...dead('true', 'false', '', 0, 1, [], {}, HASH)],
  whole: [
    [0, '0'],
    [-0, '0'],
    [-5, '-5'],
    ['12', '12'],
    ['-12', '-12'],
    ['0012', '12'],
    [9_007_199_254_740_991, '9007199254740991'],
    [-9_007_199_254_740_991, '-9007199254740991'],
    [1e15, '1000000000000000'],
    ...dead(0.5, 19.99, 1e21, 2 ** 53, -(2 ** 53), 1e308),
    ...dead(
      '',
      ' ',
      '12.5',
      '1e3',
      '0x10',
      'NaN',
      'Infinity',
      '-',
      '+5',
      '1,000',
      '９',
      '9007199254740993',
      '9'.repeat(40),
    ),
    ...dead(true, false, [], [5], {}, HASH, "1'; drop table charges; --"),
  ],
  count: [
    [0, 0],
    [7, 7],
    ['7', 7],
    [2_147_483_647, 2_147_483_647],
    ...dead(-1, 0.5, 2_147_483_648, '', 'x', true, [], {}),
  ],
  time: [
    [0, new Date(0)],
    [253_402_300_799, new Date('9999-12-31T23:59:59Z')],
    ...dead(-1, 1.5, 253_402_300_800, 1e21, '1700000000', '', '2026-01-01T00:00:00Z', 'now', true, [], {}, HASH),
  ],
};
