import { lineItemDescription } from './line-item-description.move.js';

it.each([
  ['subscription', null],
  ['invoiceitem', 'Unused time'],
])('line-item-description: for the line of a %s it was %p', (type, description) => {
  const line = { id: 'il_1', description: 'Unused time', type };
  expect(lineItemDescription.downgrade(line, {})).toEqual({ ...line, description });
});
