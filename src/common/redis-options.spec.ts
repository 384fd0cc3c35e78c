import { redisOptions } from './redis-options.js';

it.each([
  ['redis://h', { host: 'h', port: 6379, db: 0 }],
  ['redis://u%40:p%2F@h:7000/3', { host: 'h', port: 7000, username: 'u@', password: 'p/', db: 3 }],
  ['rediss://:secret@h:6380', { host: 'h', port: 6380, password: 'secret', db: 0, tls: {} }],
  ['redis://[::1]:6379/1', { host: '::1', port: 6379, db: 1 }],
])('%s', (url, expected) => {
  expect(redisOptions(url)).toEqual({ ...expected, socketTimeout: 10_000 });
});
