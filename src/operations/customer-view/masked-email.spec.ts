import { maskedEmail } from './masked-email.js';

it.each([
  ['jenny.rosen@example.com', 'j•••@example.com'],
  ['jo@example.com', 'j•••@example.com'],
  ['j@example.com', '•••@example.com'],
  ['"a@b"@example.com', '"•••@example.com'],
  ['😀 smile@example.com', '😀•••@example.com'],
  ['@example.com', '•••'],
  ['jenny', '•••'],
  ['', '•••'],
  [null, null],
])('%j is shown as %j', (email, shown) => {
  expect(maskedEmail(email)).toBe(shown);
});

it('tells neither how long the name is nor an endless domain', () => {
  expect(maskedEmail('jenny@example.com')).toBe(maskedEmail('jonathan@example.com'));
  expect(maskedEmail(`j.r@${'x'.repeat(10_000)}`)).toHaveLength(105);
});
