import { table } from './table.js';

it('aligns columns, numbers to the right', () => {
  expect(
    table(
      ['type', 'events'],
      [
        ['invoice.paid', 7],
        ['a', 1_200],
      ],
    ),
  ).toBe('type          events\ninvoice.paid       7\na               1200');
});

it('of nothing shows the headings', () => {
  expect(table(['id', 'plan'], [])).toBe('id  plan');
});
