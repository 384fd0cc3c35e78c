import { hashOf, isApiKey, newApiKey, newKeyId } from './api-key.js';

it('a key is 43 digits of base 62, all of them used, and never the same', () => {
  const keys = Array.from({ length: 2_000 }, newApiKey);
  expect(keys.every(isApiKey)).toBe(true);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(keys.join('').replaceAll('chk_', '')).size).toBe(62);
  expect(new Set(keys.map((key) => key.at(-1))).size).toBe(62);
});

it('its hash is SHA-256, and its id has nothing to do with it', () => {
  expect(hashOf('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(newKeyId()).toMatch(/^key_[0-9a-f]{18}$/);
});

it.each([
  '',
  'chk_',
  `chk_${'a'.repeat(42)}`,
  `chk_${'a'.repeat(44)}`,
  `chk_${'-'.repeat(43)}`,
  `Chk_${'a'.repeat(43)}`,
])('no key: %s', (text) => {
  expect(isApiKey(text)).toBe(false);
});
