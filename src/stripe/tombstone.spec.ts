import { leavesTombstone } from './tombstone.js';

it.each([
  ['customer.deleted', true],
  ['person.deleted', true],
  ['account.application.deauthorized', true],
  ['account.application.authorized', false],
  ['customer.subscription.deleted', false],
  ['customer.updated', false],
])('%s: %s', (type, expected) => {
  expect(leavesTombstone(type)).toBe(expected);
});
