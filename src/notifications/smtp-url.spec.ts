import { needsTls } from './smtp-url.js';

it.each([
  ['smtp://user:pass@mail.example:587', true],
  ['smtp://user:pass@127.0.0.1.mail.example', true],
  ['smtp://user:pass@localhost:1025', false],
  ['smtp://user:pass@127.0.0.1:1025', false],
  ['smtp://user:pass@[::1]:1025', false],
  ['smtp://mailpit:1025', false],
  ['smtps://user:pass@mail.example', false],
])('%s: %s', (url, needs) => {
  expect(needsTls(url)).toBe(needs);
});
