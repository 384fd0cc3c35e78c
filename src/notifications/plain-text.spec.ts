import { dayText, mailAddress, oneLine, webAddress } from './plain-text.js';

describe('oneLine', () => {
  it.each([
    ['Ada', 'Ada'],
    ['Ada\r\nBcc: all@example.com', 'Ada Bcc: all@example.com'],
    ['  a\u0000\u0085\u2028b\u2029\t', 'a b'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['\n\n', null],
    ['\uD800x', '\uFFFDx'],
    ['x'.repeat(300), 'x'.repeat(200)],
    [null, null],
  ])('%j is %j', (value, line) => {
    expect(oneLine(value)).toBe(line);
  });
});

describe('mailAddress', () => {
  it.each(['ada@example.com', 'o’neil+tag@sub.example', 'jörg@bücher.example'])('takes %s', (address) => {
    expect(mailAddress(address)).toBe(address);
  });

  it.each([
    null,
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com>',
    'a b@example.com',
    '"a\\"@example.com',
    'group:a@example.com;',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(300)}.example`,
  ])('refuses %j', (address) => {
    expect(mailAddress(address)).toBeNull();
  });
});

describe('webAddress', () => {
  it('takes https only', () => {
    expect(webAddress('https://invoice.stripe.com/i/x?s=ap')).toBe('https://invoice.stripe.com/i/x?s=ap');
    for (const address of [
      'javascript:alert(1)',
      'http://x.example',
      'https://x.example/"onclick',
      'https://a\nb',
      null,
    ]) {
      expect(webAddress(address)).toBeNull();
    }
  });
});

it('a day is UTC', () => {
  expect(dayText(new Date('2026-11-21T23:59:59Z'))).toBe('November 21, 2026');
  expect(dayText(null)).toBeNull();
});
